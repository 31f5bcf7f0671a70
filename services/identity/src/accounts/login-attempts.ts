import { Database } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { networkOf } from '../callers/caller.ts';
import { digest } from '../storage/digest.ts';
import { loginAttempts } from './login-attempts.table.ts';
import { type Counted, delaySeconds } from './login-delay.ts';

/** Too many wrong passwords came before this attempt: it was not looked at, and may come again. */
export class LoginDelayed extends Error {
  readonly code = 'login_delayed';
  readonly status = 429;

  constructor(readonly retryAfterSeconds: number) {
    super('too many wrong passwords');
    this.name = 'LoginDelayed';
  }
}

/** Who tries to log in as whom, and from where. */
export interface Attempt {
  readonly username: string;
  readonly address: string;
  /** The browser that the person has logged in with before, by its digest. */
  readonly knownBrowser: string | undefined;
}

/** What the next attempt waits for since this one has its turn: by which keys, and until when. */
export type Turn = readonly { readonly key: string; readonly until: string }[];

const forgottenAfter = sql`now() + interval '1 hour'`;

/**
 * Wrong passwords, counted in the database, so that every replica counts the same. After some the next attempt has to wait, each time
 * twice as long; what comes earlier is not looked at. Nobody is ever locked out: the right password after the wait gets in.
 *
 * A browser in which the person has logged in before is counted by itself alone: what others guess, from wherever, does not slow it
 * down. Names are counted whether there is such an account or not, so that the wait tells no usernames.
 */
@Injectable()
export class LoginAttempts {
  constructor(private readonly database: Database) {}

  /**
   * Takes the turn of this attempt, if it is its turn.
   *
   * @throws LoginDelayed
   */
  async begin(attempt: Attempt): Promise<Turn> {
    const counted = countedBy(attempt);
    return this.database.transaction(async (tx) => {
      const rows = await tx
        .select({
          key: loginAttempts.key,
          failures: loginAttempts.failures,
          waitSeconds: sql<number>`extract(epoch FROM ${loginAttempts.nextAt} - now())::float`,
        })
        .from(loginAttempts)
        .where(and(inArray(loginAttempts.key, keysOf(counted)), sql`${loginAttempts.expiresAt} > now()`))
        .orderBy(loginAttempts.key)
        .for('update');
      const waitSeconds = Math.ceil(Math.max(0, ...rows.map((row) => row.waitSeconds)));
      if (waitSeconds > 0) throw new LoginDelayed(waitSeconds);
      const turn = [];
      for (const { key, failures } of rows) {
        const limit = counted.find((one) => one.key === key);
        const seconds = limit ? delaySeconds(limit, failures) : 0;
        if (seconds > 0) {
          const taken = await tx
            .update(loginAttempts)
            .set({ nextAt: inSeconds(seconds) })
            .where(eq(loginAttempts.key, key))
            .returning({ key: loginAttempts.key, until: sql<string>`${loginAttempts.nextAt}::text` });
          turn.push(...taken);
        }
      }
      return turn;
    });
  }

  /** The password was not looked at after all: it is the next attempt's turn. */
  async giveBack(turn: Turn): Promise<void> {
    for (const { key, until } of turn) {
      await this.database.drizzle
        .update(loginAttempts)
        .set({ nextAt: sql`now()` })
        .where(and(eq(loginAttempts.key, key), eq(loginAttempts.nextAt, sql`${until}::timestamptz`)));
    }
  }

  async failed(attempt: Attempt): Promise<void> {
    // In one order, so that two of them at once never wait for each other.
    for (const limit of countedBy(attempt).toSorted((a, b) => (a.key < b.key ? -1 : 1))) await this.count(limit);
  }

  /** How many passwords were wrong in one interaction, with this one. It ends before they cost any time. */
  failedIn(interactionUid: string): Promise<number> {
    return this.count({ key: digest(`interaction ${interactionUid}`), free: Infinity, longestDelaySeconds: 0 });
  }

  /** What was counted of this account and this network, or of this browser, is forgotten. What else was counted is not the person's. */
  async succeeded(attempt: Attempt): Promise<void> {
    const [own] = countedBy(attempt);
    await this.database.drizzle.delete(loginAttempts).where(eq(loginAttempts.key, own.key));
  }

  private count(limit: Counted): Promise<number> {
    return this.database.transaction(async (tx) => {
      const expired = sql`${loginAttempts.expiresAt} <= now()`;
      const [row] = await tx
        .insert(loginAttempts)
        .values({ key: limit.key, failures: 1, nextAt: sql`now()`, expiresAt: forgottenAfter })
        .onConflictDoUpdate({
          target: loginAttempts.key,
          set: {
            failures: sql`CASE WHEN ${expired} THEN 1 ELSE ${loginAttempts.failures} + 1 END`,
            expiresAt: forgottenAfter,
          },
        })
        .returning({ failures: loginAttempts.failures });
      const failures = row?.failures ?? 1;
      const seconds = delaySeconds(limit, failures);
      if (seconds > 0) {
        await tx
          .update(loginAttempts)
          .set({ nextAt: inSeconds(seconds) })
          .where(eq(loginAttempts.key, limit.key));
      }
      return failures;
    });
  }
}

/** First what is counted of the person's own. */
function countedBy({ username, address, knownBrowser }: Attempt): [Counted, ...Counted[]] {
  if (knownBrowser !== undefined) {
    return [{ key: digest(`browser ${knownBrowser} ${username}`), free: 10, longestDelaySeconds: 60 }];
  }
  const network = networkOf(address);
  return [
    { key: digest(`both ${network} ${username}`), free: 5, longestDelaySeconds: 60 },
    { key: digest(`network ${network}`), free: 30, longestDelaySeconds: 30 },
    { key: digest(`account ${username}`), free: 30, longestDelaySeconds: 30 },
  ];
}

const keysOf = (counted: readonly Counted[]): string[] => counted.map(({ key }) => key);
const inSeconds = (seconds: number) => sql`now() + make_interval(secs => ${seconds})`;
