import { bigint, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
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
