import { bigint, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Address } from './customer.ts';

export const customers = pgTable('customers', {
  number: text().primaryKey(),
  subject: uuid().notNull(),
  name: text().notNull(),
  region: text().notNull(),
  address: jsonb().$type<Address>().notNull(),
  creditLimitMinorUnits: bigint('credit_limit_minor_units', { mode: 'number' }).notNull(),
  currency: text().$type<'EUR'>().notNull(),
  paymentDueDays: integer('payment_due_days').notNull(),
});

export const addressChanges = pgTable('address_changes', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  customerNumber: text('customer_number').notNull(),
  subject: uuid().notNull(),
  clientId: text('client_id').notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
});
