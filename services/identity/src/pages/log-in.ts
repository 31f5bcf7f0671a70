import { BadRequestException, Injectable } from '@nestjs/common';
import { errors } from 'oidc-provider';
import { Accounts, type Login } from '../accounts/accounts.ts';
import { KnownBrowsers } from '../accounts/known-browsers.ts';
import { LoginAttempts } from '../accounts/login-attempts.ts';
import { currentCaller } from '../callers/caller.ts';
import { needsPasskey } from '../sessions/acr.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { Interactions, type Pending, type Visit } from './interactions.ts';
import { giveToBrowser, heldByBrowser } from './known-browser-cookie.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export type LogInOutcome =
  { readonly loggedIn: true; readonly returnTo: string } | { readonly loggedIn: false; readonly pending: Pending };

type Failed = Extract<Login, { succeeded: false }>;

/** Whoever mistypes as often starts again from the application; for somebody who guesses, each start costs more than a guess. */
const mostWrongPasswords = 10;

/** A person says who they are. What an application may then do is for the consent to say. */
@Injectable()
export class LogIn {
  constructor(
    private readonly accounts: Accounts,
    private readonly attempts: LoginAttempts,
    private readonly knownBrowsers: KnownBrowsers,
    private readonly interactions: Interactions,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @throws LoginDelayed
   * @throws HashingBusy before anything is hashed
   * @throws errors.SessionNotFound for a login that is none, or has ended
   */
  async with(visit: Visit, { username, password }: Credentials): Promise<LogInOutcome> {
    const { acrsAsked } = await this.unitOfWork.run(() => this.interactions.pending(visit, 'login'));
    if (needsPasskey(acrsAsked)) throw new BadRequestException('a password is too little here');
    const browserId = heldByBrowser(visit.request);
    const knownBrowser = await this.knownBrowsers.find(browserId, username);
    const attempt = { username, address: currentCaller()?.address ?? 'unknown', knownBrowser };
    const login = await this.accounts.logIn(attempt, password);
    if (!login.succeeded) return this.failed(visit, login);
    giveToBrowser(visit.reply, await this.knownBrowsers.remember(browserId, login.accountId));
    return this.unitOfWork.run(async () => {
      const { clientId } = await this.interactions.pending(visit, 'login');
      this.audit.record({ event: 'login.succeeded', clientId, subject: login.accountId });
      const outcome = { login: { accountId: login.accountId, acr: 'pwd', amr: ['pwd'] } };
      return { loggedIn: true, returnTo: await this.interactions.finish(visit, outcome) };
    });
  }

  private async failed(visit: Visit, { accountId }: Failed): Promise<LogInOutcome> {
    const isOver = (await this.attempts.failedIn(visit.uid)) >= mostWrongPasswords;
    const pending = await this.unitOfWork.run(async () => {
      const pending = await this.interactions.pending(visit, 'login');
      const reason = accountId === undefined ? 'no such account' : 'wrong password';
      this.audit.record({ event: 'login.failed', clientId: pending.clientId, subject: accountId, reason });
      if (isOver) await pending.interaction.destroy();
      return pending;
    });
    if (isOver) throw new errors.SessionNotFound('too many wrong passwords');
    return { loggedIn: false, pending };
  }
}
