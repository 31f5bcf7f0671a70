import { Injectable } from '@nestjs/common';
import type { Transaction } from '@downscope/postgres';
import { pgTable, text } from 'drizzle-orm/pg-core';
import type { CloudEvent } from './cloud-event.ts';

const inboxTable = pgTable('inbox', { eventId: text('event_id').primaryKey() });

/** Makes at-least-once delivery harmless: what an event leads to is written in the transaction that accepts it, or not at all. */
@Injectable()
export class Inbox {
  /** True the first time; false when this event was dealt with already. Waits while another delivery of it is in progress. */
  async accept(transaction: Transaction, event: CloudEvent): Promise<boolean> {
    const rows = await transaction
      .insert(inboxTable)
      .values({ eventId: `${event.source}/${event.id}` })
      .onConflictDoNothing()
      .returning();
    return rows.length === 1;
  }
}
