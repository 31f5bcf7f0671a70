import { Database } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { and, eq, gt, sql } from 'drizzle-orm';
import { pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { randomBytes } from 'node:crypto';
import { digest } from '../storage/digest.ts';
import { accounts } from './accounts.table.ts';

export const knownBrowsers = pgTable(
  'known_browsers',
  {
    browserHash: text('browser_hash').notNull(),
    accountId: uuid('account_id').notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  ({ browserHash, accountId }) => [primaryKey({ columns: [browserHash, accountId] })],
);

export const rememberedDays = 180;
const browserIdBytes = 32;

/** In which browsers a person has logged in before (OWASP calls what each holds a device cookie). It proves nothing but that. */
@Injectable()
export class KnownBrowsers {
  constructor(private readonly database: Database) {}

  /** The browser's digest, if the person of this name has logged in with it. */
  async find(browserId: string | undefined, username: string): Promise<string | undefined> {
    if (browserId === undefined) return undefined;
    const browserHash = digest(browserId);
    const [found] = await this.database.drizzle
      .select({ browserHash: knownBrowsers.browserHash })
      .from(knownBrowsers)
      .innerJoin(accounts, eq(accounts.id, knownBrowsers.accountId))
      .where(
        and(
          eq(knownBrowsers.browserHash, browserHash),
          eq(accounts.username, username),
          gt(knownBrowsers.expiresAt, sql`now()`),
        ),
      );
    return found?.browserHash;
  }

  /** @returns what the browser is to hold: what it held, if we gave it that */
  async remember(held: string | undefined, accountId: string): Promise<string> {
    const browserId =
      held !== undefined && (await this.isOurs(held)) ? held : randomBytes(browserIdBytes).toString('base64url');
    const expiresAt = sql`now() + make_interval(days => ${rememberedDays})`;
    await this.database.drizzle
      .insert(knownBrowsers)
      .values({ browserHash: digest(browserId), accountId, expiresAt })
      .onConflictDoUpdate({ target: [knownBrowsers.browserHash, knownBrowsers.accountId], set: { expiresAt } });
    return browserId;
  }

  /** A value of somebody else's making would let its maker pass for this browser. */
  private async isOurs(browserId: string): Promise<boolean> {
    const ofBrowser = eq(knownBrowsers.browserHash, digest(browserId));
    return (await this.database.drizzle.select().from(knownBrowsers).where(ofBrowser).limit(1)).length > 0;
  }
}
