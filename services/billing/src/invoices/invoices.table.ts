import { bigint, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { InvoiceState } from './invoice-state.ts';

export const invoices = pgTable('invoices', {
  id: uuid().primaryKey(),
  orderId: uuid('order_id').notNull(),
  customerNumber: text('customer_number').notNull(),
  region: text().notNull(),
  totalMinorUnits: bigint('total_minor_units', { mode: 'number' }).notNull(),
  currency: text().$type<'EUR'>().notNull(),
  issuedAt: timestamp('issued_at', { withTimezone: true }).notNull(),
  dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
  paidAt: timestamp('paid_at', { withTimezone: true }),
  state: text().$type<InvoiceState>().notNull(),
});

/** Orders of which it is decided whether they are invoiced: without an invoice, they get none. */
export const decidedOrders = pgTable('decided_orders', { orderId: uuid('order_id').primaryKey() });
