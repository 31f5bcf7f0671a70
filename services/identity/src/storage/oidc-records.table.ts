import type { AdapterPayload } from 'oidc-provider';
import { jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const oidcRecords = pgTable('oidc_records', {
  idHash: text('id_hash').primaryKey(),
  model: text().notNull(),
  payload: jsonb().$type<AdapterPayload>().notNull(),
  grantId: text('grant_id'),
  sessionUid: text('session_uid'),
  originJti: uuid('origin_jti'),
  consumedAt: timestamp('consumed_at', { withTimezone: true }),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
});
