import type { HealthCheck } from '@downscope/health';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const recentMs = 1_000;
/** Less than what a probe waits. */
const answerWithinMs = 1_500;
const stuckAfterMs = 30_000;

/**
 * Ready while the pool gives connections on which PostgreSQL answers.
 *
 * Alive while it does, or did a while ago, or PostgreSQL takes no connection of anybody's: a new process would have none either. What
 * is left is a pool that gives nothing although PostgreSQL is there.
 */
export class PoolHealth implements HealthCheck {
  readonly name = 'database';
  private lastGivenAt = Date.now();

  constructor(
    private readonly pool: pg.Pool,
    private readonly url: string,
    private readonly stuckMs = stuckAfterMs,
  ) {
    pool.on('acquire', () => (this.lastGivenAt = Date.now()));
  }

  isReady(): Promise<boolean> {
    return within(answerWithinMs, async () => {
      await this.pool.query('SELECT');
    });
  }

  async isAlive(): Promise<boolean> {
    if (this.gaveWithin(recentMs)) return true;
    if (await within(answerWithinMs, () => this.asks())) return true;
    return this.gaveWithin(this.stuckMs) || !(await within(answerWithinMs, () => this.connectsBeside()));
  }

  private gaveWithin(durationMs: number): boolean {
    return Date.now() - this.lastGivenAt < durationMs;
  }

  private async asks(): Promise<void> {
    (await this.pool.connect()).release();
  }

  private async connectsBeside(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: answerWithinMs });
    client.on('error', () => undefined);
    await client.connect();
    await client.end();
  }
}

async function within(durationMs: number, work: () => Promise<void>): Promise<boolean> {
  const done = work().then(
    () => true,
    () => false,
  );
  const timer = new AbortController();
  const late = pause(durationMs, false, { signal: timer.signal }).catch(() => false);
  const result = await Promise.race([done, late]);
  timer.abort();
  return result;
}
