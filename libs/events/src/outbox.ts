import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '@downscope/postgres';
import { context, propagation } from '@opentelemetry/api';
import { bigint, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { CloudEvent } from './cloud-event.ts';
import { EVENT_SOURCE } from './event-source.ts';
import type { EventType } from './event-type.ts';

export const outboxTable = pgTable('outbox', {
  position: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  topic: text().notNull(),
  event: jsonb().$type<CloudEvent>().notNull(),
});

/** Announces facts: an event becomes true with the transaction that it is added in, and reaches Kafka afterwards. */
@Injectable()
export class Outbox {
  constructor(@Inject(EVENT_SOURCE) private readonly source: string) {}

  /**
   * @param subject what the event is about, an order's id for instance; events of one subject stay in order
   * @throws ZodError when the data is not what the type says
   */
  async add<Schema extends z.ZodType>(
    transaction: Transaction,
    { type, topic, data: schema }: EventType<Schema>,
    subject: string,
    data: z.input<Schema>,
  ): Promise<void> {
    const trace: { traceparent?: string } = {};
    propagation.inject(context.active(), trace);
    const event: CloudEvent = {
      specversion: '1.0',
      id: randomUUID(),
      source: this.source,
      type,
      subject,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      ...(trace.traceparent === undefined ? {} : { traceparent: trace.traceparent }),
      data: schema.parse(data),
    };
    await transaction.insert(outboxTable).values({ topic, event });
  }
}
