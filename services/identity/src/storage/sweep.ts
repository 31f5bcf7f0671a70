import { Database } from '@downscope/postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { lt, sql } from 'drizzle-orm';
import { oidcRecords } from './oidc-records.table.ts';

const intervalMs = 60_000;

/** Removes what expired, once a minute. Expiry itself is checked where a record is used; this only keeps the table small. */
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

  private async run(): Promise<void> {
    try {
      await this.database.drizzle.delete(oidcRecords).where(lt(oidcRecords.expiresAt, sql`now()`));
    } catch (error) {
      this.logger.warn(error);
    }
  }
}
