import { Database } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { accounts } from './accounts.table.ts';
import { type Attempt, LoginAttempts } from './login-attempts.ts';
import { Passwords } from './passwords.ts';

/** What became of a login. A wrong login knows the account only for the audit: the person is told the same either way. */
export type Login =
  { readonly succeeded: true; readonly accountId: string } | { readonly succeeded: false; readonly accountId?: string };

/** The people who can log in. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly passwords: Passwords,
    private readonly attempts: LoginAttempts,
  ) {}

  /**
   * Whoever asks for a password asks here, so that every guess counts. Outside of any unit of work: no connection is held while the
   * password is hashed.
   *
   * @throws LoginDelayed
   * @throws HashingBusy before anything is hashed
   */
  async logIn(attempt: Attempt, password: string): Promise<Login> {
    const turn = await this.attempts.begin(attempt);
    const login = await this.matching(attempt.username, password).catch(async (error: unknown) => {
      await this.attempts.giveBack(turn);
      throw error;
    });
    await (login.succeeded ? this.attempts.succeeded(attempt) : this.attempts.failed(attempt));
    return login;
  }

  async exists(accountId: string): Promise<boolean> {
    const found = await this.unitOfWork.read((tx) =>
      tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)),
    );
    return found.length > 0;
  }

  async usernameOf(accountId: string): Promise<string> {
    const [account] = await this.unitOfWork.query((tx) =>
      tx.select({ username: accounts.username }).from(accounts).where(eq(accounts.id, accountId)),
    );
    if (!account) throw new Error('The account of a live session is gone');
    return account.username;
  }

  /** Outside of any unit of work, like `logIn`. Every session and token of the account ends with it. */
  async changePassword(accountId: string, password: string): Promise<void> {
    const passwordHash = await this.passwords.hash(password);
    await this.database.drizzle.update(accounts).set({ passwordHash }).where(eq(accounts.id, accountId));
  }

  private async matching(username: string, password: string): Promise<Login> {
    const [account] = await this.database.drizzle.select().from(accounts).where(eq(accounts.username, username));
    const succeeded = await this.passwords.matches(account?.passwordHash, password);
    if (account && succeeded) return { succeeded, accountId: account.id };
    return { succeeded: false, ...(account && { accountId: account.id }) };
  }
}
