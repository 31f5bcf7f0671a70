import { json, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const idempotencyKeys = pgTable('idempotency_keys', {
  id: text().primaryKey(),
  fingerprint: text().notNull(),
  attempt: uuid().notNull(),
  answer: json().$type<object>(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
});
