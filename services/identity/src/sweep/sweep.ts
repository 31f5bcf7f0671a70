import { Database } from '@downscope/postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { lt, sql } from 'drizzle-orm';
import { knownBrowsers } from '../accounts/known-browsers.ts';
import { loginAttempts } from '../accounts/login-attempts.table.ts';
import { oidcRecords } from '../storage/oidc-records.table.ts';

const intervalMs = 60_000;

const expiring = [oidcRecords, loginAttempts, knownBrowsers] as const;

/** Removes what expired, once a minute. Expiry itself is checked where a row is used; this only keeps the tables small. */
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
    try {
      for (const table of expiring) await this.database.drizzle.delete(table).where(lt(table.expiresAt, sql`now()`));
    } catch (error) {
      this.logger.warn(error);
    }
  }
}
