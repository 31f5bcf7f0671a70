import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { Counter, Gauge } from 'prom-client';
import { outboxChannel } from './outbox.ts';

const rows = new Gauge({
  name: 'events_awaited_rows',
  help: 'Events that were due to have had an effect by now, by type; `npm run events -- waiting` names them',
  labelNames: ['type'],
});
const age = new Gauge({
  name: 'events_awaited_oldest_seconds',
  help: 'How long the oldest of them has been waiting, by type',
  labelNames: ['type'],
});
const again = new Counter({
  name: 'events_announced_again_total',
  help: 'Events that went out once more, because they had had no effect',
  labelNames: ['type'],
});

const rowsAtOnce = 100;
// Waits double up to a day: what can never have an effect stays visible, and costs nothing.
const longestWaitSeconds = 24 * 60 * 60;

/**
 * Announces again what had no effect, under its own event id: so a lost topic, records that were kept too briefly, or a broker's lost
 * disk heal by themselves. Whoever has handled it already knows the id.
 */
@Injectable()
export class AwaitedEvents {
  private readonly logger = new Logger(AwaitedEvents.name);

  constructor(
    private readonly database: Database,
    private readonly againAfterSeconds: number,
  ) {}

  /** Puts into the outbox what is due; of several replicas, each takes what no other has. */
  async announceAgain(): Promise<void> {
    const { rows: announced } = await this.database.drizzle.execute<{ type: string; subject: string }>(sql`
      WITH due AS (
        SELECT type, subject FROM outbox_awaited
        WHERE again_at < now() ORDER BY again_at LIMIT ${rowsAtOnce} FOR UPDATE SKIP LOCKED),
      taken AS (
        UPDATE outbox_awaited AS awaited SET announced_again = announced_again + 1,
          again_at = now() + make_interval(
            secs => least(${this.againAfterSeconds}::float8 * 2 ^ least(announced_again + 1, 30), ${longestWaitSeconds}))
        FROM due WHERE awaited.type = due.type AND awaited.subject = due.subject
        RETURNING awaited.type, awaited.subject, awaited.topic, awaited.event),
      added AS (INSERT INTO outbox (topic, event) SELECT topic, event FROM taken)
      SELECT type, subject, pg_notify(${outboxChannel}, '') FROM taken`);
    for (const { type, subject } of announced) {
      again.inc({ type });
      this.logger.warn(`Had no effect yet, and is announced again: ${type} of ${subject}`);
    }
  }

  async measure(): Promise<void> {
    const { rows: types } = await this.database.drizzle.execute<{ type: string; count: number; seconds: number }>(sql`
      SELECT type, count(*)::int AS count, extract(epoch FROM now() - min(added_at))::float8 AS seconds
      FROM outbox_awaited WHERE added_at < now() - make_interval(secs => ${this.againAfterSeconds}) GROUP BY type`);
    rows.reset();
    age.reset();
    for (const { type, count, seconds } of types) {
      rows.set({ type }, count);
      age.set({ type }, seconds);
    }
  }
}
