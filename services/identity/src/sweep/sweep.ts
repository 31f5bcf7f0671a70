import { Database } from '@downscope/postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { inArray, lt, sql } from 'drizzle-orm';
import { knownBrowsers } from '../accounts/known-browsers.ts';
import { loginAttempts } from '../accounts/login-attempts.table.ts';
import { eventsKeptSeconds, inactivityTimeoutSeconds } from '../security-events/kept-seconds.ts';
import { oidcRecords } from '../storage/oidc-records.table.ts';

const intervalMs = 60_000;

const expiring = [oidcRecords, loginAttempts, knownBrowsers] as const;

/**
 * Removes what expired, once a minute. Expiry itself is checked where a row is used; this only keeps the tables small. What of the
 * audit is older than its retention goes by whole months, as its owner has laid down (migrations/0010). Security events go when all that
 * they are about has expired, and streams when their receivers are gone.
 */
@Injectable()
export class Sweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Sweep.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), intervalMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async run(): Promise<void> {
    const { drizzle } = this.database;
    for (const table of expiring) {
      // Others lock rows in an order of their own: it waits for none of them, and finds what they hold the next time.
      const expired = drizzle
        .select({ ctid: sql`ctid` })
        .from(table)
        .where(lt(table.expiresAt, sql`now()`));
      const free = expired.for('update', { skipLocked: true });
      await this.tried(drizzle.delete(table).where(inArray(sql`ctid`, free)));
    }
    await this.tried(
      drizzle.execute(sql`DELETE FROM security_events WHERE at < now() - make_interval(secs => ${eventsKeptSeconds})`),
    );
    await this.tried(
      drizzle.execute(sql`
        WITH abandoned AS (
          DELETE FROM security_event_streams WHERE used_at < now() - make_interval(secs => ${inactivityTimeoutSeconds})
          RETURNING client_id
        ) INSERT INTO audit (event, client_id, reason) SELECT 'stream.deleted', client_id, 'not used any more' FROM abandoned`),
    );
    await this.tried(drizzle.execute(sql`SELECT keep_audit_months()`));
  }

  /** What fails is tried again the next time, and keeps nothing else from going. */
  private async tried(statement: PromiseLike<unknown>): Promise<void> {
    try {
      await statement;
    } catch (error) {
      this.logger.warn(error);
    }
  }
}
