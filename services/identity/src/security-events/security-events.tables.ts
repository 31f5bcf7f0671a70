import { bigint, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** What was ended, written by triggers (migrations/0017). */
export const securityEvents = pgTable('security_events', {
  id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  jti: uuid().notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
  event: text().$type<'session-revoked' | 'token-claims-change'>().notNull(),
  subject: text().notNull(),
  sessionUid: text('session_uid'),
  clientId: text('client_id'),
  claims: text().array().notNull(),
  originJtis: uuid('origin_jtis').array().notNull(),
  reason: text().notNull(),
  initiator: text(),
});

export const streams = pgTable('security_event_streams', {
  id: uuid().primaryKey().defaultRandom(),
  clientId: text('client_id').notNull(),
  description: text(),
  eventsRequested: text('events_requested').array(),
  pushUrl: text('push_url'),
  pushHeader: text('push_header'),
  pushFailures: integer('push_failures').notNull().default(0),
  nextPushAt: timestamp('next_push_at', { withTimezone: true }).notNull().defaultNow(),
  status: text().$type<StreamStatus>().notNull().default('enabled'),
  statusReason: text('status_reason'),
  eventsSince: timestamp('events_since', { withTimezone: true }).notNull(),
  usedAt: timestamp('used_at', { withTimezone: true }).notNull().defaultNow(),
});

/** What the receiver of a stream has, or will not have. */
export const receipts = pgTable(
  'security_event_receipts',
  {
    streamId: uuid('stream_id').notNull(),
    eventId: bigint('event_id', { mode: 'bigint' }).notNull(),
  },
  ({ streamId, eventId }) => [primaryKey({ columns: [streamId, eventId] })],
);

export const verifications = pgTable('security_event_verifications', {
  jti: uuid().primaryKey().defaultRandom(),
  streamId: uuid('stream_id').notNull(),
  state: text(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export const removedSubjects = pgTable(
  'security_event_removed_subjects',
  {
    streamId: uuid('stream_id').notNull(),
    subject: text().notNull(),
  },
  ({ streamId, subject }) => [primaryKey({ columns: [streamId, subject] })],
);

export const streamStatuses = ['enabled', 'paused', 'disabled'] as const;
export type StreamStatus = (typeof streamStatuses)[number];
export type Stream = typeof streams.$inferSelect;
export type SecurityEvent = typeof securityEvents.$inferSelect;
export type StreamVerification = typeof verifications.$inferSelect;
