import { BadRequestException, Injectable } from '@nestjs/common';
import { Accounts } from '../accounts/accounts.ts';
import { needsPasskey } from '../sessions/acr.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { Interactions, type Pending, type Visit } from './interactions.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export type LogInOutcome =
  { readonly loggedIn: true; readonly returnTo: string } | { readonly loggedIn: false; readonly pending: Pending };

/** A person says who they are. What an application may then do is for the consent to say. */
@Injectable()
export class LogIn {
  constructor(
    private readonly accounts: Accounts,
    private readonly interactions: Interactions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async with(visit: Visit, { username, password }: Credentials): Promise<LogInOutcome> {
    const login = await this.accounts.logIn(username, password);
    return this.unitOfWork.run(async () => {
      const pending = await this.interactions.pending(visit, 'login');
      const { clientId } = pending;
      if (needsPasskey(pending.acrsAsked)) throw new BadRequestException('a password is too little here');
      if (!login.succeeded) {
        const reason = login.accountId === undefined ? 'no such account' : 'wrong password';
        this.unitOfWork.record({ event: 'login.failed', clientId, subject: login.accountId, reason });
        return { loggedIn: false, pending };
      }
      this.unitOfWork.record({ event: 'login.succeeded', clientId, subject: login.accountId });
      const outcome = { login: { accountId: login.accountId, acr: 'pwd', amr: ['pwd'] } };
      return { loggedIn: true, returnTo: await this.interactions.finish(visit, outcome) };
    });
  }
}
