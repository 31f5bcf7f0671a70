import type { JWK } from 'jose';
import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const signingKeys = pgTable('signing_keys', {
  kid: text().primaryKey(),
  privateJwk: jsonb('private_jwk').$type<JWK>().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const cookieKeys = pgTable('cookie_keys', {
  secret: text().primaryKey(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
