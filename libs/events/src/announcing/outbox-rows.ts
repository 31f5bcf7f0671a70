import { Injectable } from '@nestjs/common';
import { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { BacklogMeasure } from './outbox-backlog.ts';
import { mostWaiting } from './outbox-backlog.ts';

export interface OutboxRow {
  readonly position: string;
  readonly topic: string;
  /** As it is stored: whether it is an event, who sends it finds out. */
  readonly event: unknown;
}

/** A row that Kafka does not take. */
export interface RefusedRow {
  readonly position: string;
  readonly code: string;
}

/** Rows of lanes that are this replica's until they are settled or released, or for some seconds. */
export interface Claim {
  readonly holder: string;
  readonly rows: readonly OutboxRow[];
}

// Half of all, so that there is something left for a second replica.
const lanesAtOnce = 8;
const rowsAtOnce = 500;
/** Longer than a batch can take: whoever has not sent it by then does not send it any more. */
const holdSeconds = 30;
const asideSeconds = 30;
const pruneRows = 10_000;

/** The outbox as relays see it. No transaction is open while they send: others would wait for it. */
@Injectable()
export class OutboxRows {
  constructor(private readonly database: Database) {}

  /** Nothing when there is nothing to send that is not in others' hands. */
  async claim(): Promise<Claim | undefined> {
    const holder = randomUUID();
    const { rows: lanes } = await this.database.drizzle.execute<{ lane: number }>(sql`
      UPDATE outbox_lanes SET holder = ${holder}, held_until = now() + make_interval(secs => ${holdSeconds})
      WHERE lane IN (
        SELECT lane FROM outbox_lanes AS free
        WHERE held_until < now() AND EXISTS (
          SELECT FROM outbox WHERE outbox.lane = free.lane AND (aside_until IS NULL OR aside_until < now()))
        ORDER BY random() LIMIT ${lanesAtOnce} FOR UPDATE SKIP LOCKED)
      RETURNING lane`);
    if (lanes.length === 0) return undefined;
    // A statement of its own: it sees what the last holder of these lanes deleted.
    const { rows } = await this.database.drizzle.execute<Record<keyof OutboxRow, unknown>>(sql`
      SELECT outbox.position::text AS position, topic, event FROM outbox
      WHERE lane IN (SELECT lane FROM outbox_lanes WHERE holder = ${holder}) AND (aside_until IS NULL OR aside_until < now())
      ORDER BY outbox.position LIMIT ${rowsAtOnce}`);
    return { holder, rows: rows as unknown as OutboxRow[] };
  }

  /** Deletes what was sent, sets aside what was refused, and gives the lanes back: all three or none. */
  async settle({ holder }: Claim, sent: readonly string[], refused: readonly RefusedRow[]): Promise<void> {
    await this.database.drizzle.execute(sql`
      WITH deleted AS (DELETE FROM outbox WHERE position = ANY(${sql.param(sent)}::bigint[])),
        set_aside AS (
          UPDATE outbox SET aside_until = now() + make_interval(secs => ${asideSeconds}), aside_because = refused.code
          FROM unnest(
            ${sql.param(refused.map(({ position }) => position))}::bigint[],
            ${sql.param(refused.map(({ code }) => code))}::text[]) AS refused (position, code)
          WHERE outbox.position = refused.position)
      UPDATE outbox_lanes SET holder = NULL, held_until = '-infinity' WHERE holder = ${holder}`);
  }

  /** Counts up to the most that may wait: more would cost more and say no more. */
  async measure(): Promise<BacklogMeasure> {
    const { rows } = await this.database.drizzle.execute<Record<keyof BacklogMeasure, unknown>>(sql`
      SELECT count(*) FILTER (WHERE aside_until IS NULL)::int AS waiting, count(aside_until)::int AS aside,
        coalesce(extract(epoch FROM now() - min(added_at) FILTER (WHERE aside_until IS NULL)), 0)::float8 AS "oldestSeconds"
      FROM (SELECT aside_until, added_at FROM outbox LIMIT ${mostWaiting}) AS counted`);
    return rows[0] as unknown as BacklogMeasure;
  }

  /**
   * Forgets what was accepted so long ago that no topic holds it any more, and what stood aside all that time. A part at a time.
   *
   * @returns how many events were never sent
   */
  async prune(days: number): Promise<number> {
    await this.database.drizzle.execute(sql`
      DELETE FROM inbox WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM inbox WHERE accepted_at < now() - make_interval(days => ${days}) LIMIT ${pruneRows}))`);
    const { rowCount } = await this.database.drizzle.execute(sql`
      DELETE FROM outbox WHERE aside_until IS NOT NULL AND added_at < now() - make_interval(days => ${days})`);
    return rowCount ?? 0;
  }
}
