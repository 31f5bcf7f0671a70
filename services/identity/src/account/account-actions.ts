import { Injectable, NotFoundException, UnauthorizedException } from '@nestjs/common';
import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Accounts } from '../accounts/accounts.ts';
import { problemWith } from '../accounts/new-password.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { currentCaller } from '../callers/caller.ts';
import { PasskeyRefused } from '../passkeys/passkey-login.ts';
import { PasskeyRegistration } from '../passkeys/passkey-registration.ts';
import { Passkeys } from '../passkeys/passkeys.ts';
import { Privileges } from '../privileges/privileges.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { accountClientId } from './account-login.ts';
import { AccountRecords, type ConnectedApp } from './account-records.ts';
import type { AccountPageProps, AccountProblem, AppInWords } from './account.page.tsx';
import { type SignedIn, SignedInPerson } from './signed-in.ts';

export const notYourPassword = 'That is not your password.';

/** What a person does on the account page. Each of it is theirs alone: whose it is, the session says, never the form. */
@Injectable()
export class AccountActions {
  constructor(
    private readonly person: SignedInPerson,
    private readonly accounts: Accounts,
    private readonly records: AccountRecords,
    private readonly passkeys: Passkeys,
    private readonly registration: PasskeyRegistration,
    private readonly privileges: Privileges,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /** Nothing when nobody is logged in. */
  overview(request: FastifyRequest, reply: FastifyReply): Promise<AccountPageProps | undefined> {
    return this.unitOfWork.run(async () => {
      const person = await this.person.at(request, reply);
      if (!person) return undefined;
      const { accountId, sessionUid } = person;
      return {
        username: await this.accounts.usernameOf(accountId),
        apps: (await this.records.apps(accountId)).map((app) => this.inWords(app)),
        sessions: await this.records.sessions(accountId),
        currentSession: sessionUid,
        passkeys: await this.passkeys.of(accountId),
      };
    });
  }

  takeBack(request: FastifyRequest, reply: FastifyReply, clientId: string): Promise<void> {
    return this.end(request, reply, ({ accountId }) => this.records.takeBack(accountId, clientId));
  }

  endSession(request: FastifyRequest, reply: FastifyReply, uid: string): Promise<void> {
    return this.end(request, reply, ({ accountId }) => this.records.endSession(accountId, uid));
  }

  removePasskey(request: FastifyRequest, reply: FastifyReply, id: string): Promise<void> {
    return this.end(request, reply, ({ accountId }) => this.passkeys.remove(accountId, id));
  }

  /** Nothing when the password is wrong: whoever finds a browser open must not be able to add a way in of their own. */
  async beginPasskey(
    request: FastifyRequest,
    reply: FastifyReply,
    password: string,
  ): Promise<PublicKeyCredentialCreationOptionsJSON | undefined> {
    const person = await this.withPassword(request, reply, password);
    if (!person) return undefined;
    const { sessionUid, accountId: id, username } = person;
    return this.unitOfWork.run(() => this.registration.options(sessionUid, { id, username }));
  }

  async addPasskey(request: FastifyRequest, reply: FastifyReply, response: RegistrationResponseJSON): Promise<boolean> {
    try {
      await this.by(request, reply, ({ sessionUid, accountId }) =>
        this.registration.add(sessionUid, accountId, response),
      );
      return true;
    } catch (error) {
      if (error instanceof PasskeyRefused) return false;
      throw error;
    }
  }

  /** What is wrong, in words; nothing when it is changed, and with it every session ended (the database sees to that). */
  async changePassword(
    request: FastifyRequest,
    reply: FastifyReply,
    password: string,
    next: string,
  ): Promise<AccountProblem | undefined> {
    const person = await this.withPassword(request, reply, password);
    if (!person) return { field: 'current', text: notYourPassword };
    const text = problemWith(next, person.username);
    if (text !== undefined) return { field: 'next', text };
    await this.accounts.changePassword(person.accountId, next);
    return undefined;
  }

  private async withPassword(request: FastifyRequest, reply: FastifyReply, password: string) {
    const person = await this.by(request, reply, async (signedIn) => ({
      ...signedIn,
      username: await this.accounts.usernameOf(signedIn.accountId),
    }));
    const { username } = person;
    // Whoever finds a browser open guesses as slowly here as at the login.
    const attempt = { username, address: currentCaller()?.address ?? 'unknown', knownBrowser: undefined };
    const login = await this.accounts.logIn(attempt, password);
    if (login.succeeded) return person;
    const { accountId: subject } = person;
    await this.audit.recordAlone({
      event: 'login.failed',
      clientId: accountClientId,
      subject,
      reason: 'wrong password',
    });
    return undefined;
  }

  /** What is somebody else's is not there, like what is nobody's. */
  private async end(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (person: SignedIn) => Promise<boolean>,
  ): Promise<void> {
    if (!(await this.by(request, reply, work))) throw new NotFoundException();
  }

  private by<Result>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (person: SignedIn) => Promise<Result>,
  ): Promise<Result> {
    return this.unitOfWork.run(async () => {
      const person = await this.person.at(request, reply);
      if (!person) throw new UnauthorizedException();
      return work(person);
    });
  }

  private inWords({ clientId, scopes, since, lastUsed, staysUntil }: ConnectedApp): AppInWords {
    const name = this.privileges.publicClient(clientId)?.name ?? clientId;
    const may = scopes.flatMap((scope) => this.privileges.scope(scope)?.words ?? []);
    return { clientId, name, may, since, lastUsed, staysUntil };
  }
}
