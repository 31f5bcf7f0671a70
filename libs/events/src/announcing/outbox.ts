import { Injectable } from '@nestjs/common';
import type { Transaction } from '@downscope/postgres';
import { context, propagation } from '@opentelemetry/api';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { CloudEvent } from '../cloud-event.ts';
import type { EventType } from '../event-type.ts';
import { OutboxBacklog } from './outbox-backlog.ts';

/** Channel of NOTIFY on which relays hear that there is something to send. */
export const outboxChannel = 'outbox';

// Any constant: it keeps locks on subjects apart from other advisory locks of the same database.
const subjectLock = 4_171_204;

export interface Announcement {
  /** The event's id, where a fact is announced more than once under the same; otherwise a random one. */
  readonly id?: string;
  /** True when the event must have an effect elsewhere: until `hadEffect`, it is announced again from time to time. */
  readonly untilEffect?: boolean;
}

/** Announces facts: an event becomes true with the transaction that it is added in, and reaches Kafka afterwards. */
@Injectable()
export class Outbox {
  constructor(
    private readonly source: string,
    private readonly backlog: OutboxBacklog,
    private readonly announceAgainAfterSeconds: number,
  ) {}

  /**
   * @param subject what the event is about, an order's id for instance; events of one subject stay in the order of their commits
   * @throws ZodError when the data is not what the type says
   * @throws OutboxFull when too much waits already
   */
  async add<Schema extends z.ZodType>(
    transaction: Transaction,
    { type, topic, data: schema }: EventType<Schema>,
    subject: string,
    data: z.input<Schema>,
    { id = randomUUID(), untilEffect = false }: Announcement = {},
  ): Promise<void> {
    const trace: { traceparent?: string } = {};
    propagation.inject(context.active(), trace);
    const event: CloudEvent = {
      specversion: '1.0',
      id,
      source: this.source,
      type,
      subject,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      ...(trace.traceparent === undefined ? {} : { traceparent: trace.traceparent }),
      data: schema.parse(data),
    };
    await this.put(transaction, topic, event, untilEffect);
  }

  /** Ends what `untilEffect` began: in the transaction that takes note of the effect. */
  async hadEffect(transaction: Transaction, { type }: EventType, subject: string): Promise<void> {
    await transaction.execute(sql`DELETE FROM outbox_awaited WHERE type = ${type} AND subject = ${subject}`);
  }

  /**
   * Positions are given out when rows are inserted, not when they are committed. So the transactions that add for one subject take
   * turns, each until it has committed: then positions follow commits, and relays need only follow positions.
   */
  private async put(transaction: Transaction, topic: string, event: CloudEvent, untilEffect: boolean): Promise<void> {
    this.backlog.mustTakeMore();
    await transaction.execute(sql`
      WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(${subjectLock}, hashtext(${event.subject}))),
        woken AS MATERIALIZED (SELECT pg_notify(${outboxChannel}, '') FROM turn),
        added AS (
          INSERT INTO outbox (topic, event) SELECT ${topic}, ${JSON.stringify(event)}::jsonb FROM turn, woken RETURNING topic, event)
      INSERT INTO outbox_awaited (type, subject, topic, event, again_at)
      SELECT event ->> 'type', event ->> 'subject', topic, event,
        now() + make_interval(secs => ${this.announceAgainAfterSeconds}::float8)
      FROM added WHERE ${untilEffect}::boolean`);
  }
}
