import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { KeyPurpose } from './key.ts';

export const keys = pgTable('keys', {
  kid: text().primaryKey(),
  purpose: text().$type<KeyPurpose>().notNull(),
  sealed: text().notNull(),
  activeFrom: timestamp('active_from', { withTimezone: true }).notNull(),
  madeAt: timestamp('made_at', { withTimezone: true }).notNull().defaultNow(),
});
