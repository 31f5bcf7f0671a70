import { bigint, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { OrderState } from './order-state.ts';
import type { OrderLine } from './order.ts';

export const orders = pgTable('orders', {
  id: uuid().primaryKey(),
  customerNumber: text('customer_number').notNull(),
  region: text().notNull(),
  lines: jsonb().$type<readonly OrderLine[]>().notNull(),
  totalMinorUnits: bigint('total_minor_units', { mode: 'number' }).notNull(),
  currency: text().$type<'EUR'>().notNull(),
  placedAt: timestamp('placed_at', { withTimezone: true }).notNull(),
  invoiceId: uuid('invoice_id'),
  state: text().$type<OrderState>().notNull(),
});
