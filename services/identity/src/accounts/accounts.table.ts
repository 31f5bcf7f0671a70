import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Claims } from '../privileges/decision.ts';

export const accounts = pgTable('accounts', {
  id: uuid().primaryKey(),
  username: text().notNull(),
  passwordHash: text('password_hash').notNull(),
  /** Claims that are the account's own. */
  attributes: jsonb().$type<Claims>().notNull(),
});
