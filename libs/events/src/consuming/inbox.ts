import { Injectable } from '@nestjs/common';
import type { Transaction } from '@downscope/postgres';
import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CloudEvent } from '../cloud-event.ts';

/** Source and id together name an event (CloudEvents 1.0 section 3.1). */
export const inboxTable = pgTable('inbox', { source: text().notNull(), id: text().notNull() }, ({ source, id }) => [
  primaryKey({ columns: [source, id] }),
]);

/** Makes at-least-once delivery harmless: what an event leads to is written in the transaction that accepts it, or not at all. */
@Injectable()
export class Inbox {
  /** True the first time; false when this event was dealt with already. Waits while another delivery of it is in progress. */
  async accept(transaction: Transaction, { source, id }: CloudEvent): Promise<boolean> {
    const rows = await transaction.insert(inboxTable).values({ source, id }).onConflictDoNothing().returning();
    return rows.length === 1;
  }
}
