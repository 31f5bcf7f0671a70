import { trace } from '@opentelemetry/api';
import { sql } from 'drizzle-orm';
import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { currentCaller } from '../callers/caller.ts';
import { digest } from '../storage/digest.ts';
import type { AuditEvent } from './audit-events.ts';

/** One line of the audit. Never a token, never the value of a claim. */
export interface AuditEntry {
  readonly event: AuditEvent;
  readonly clientId?: string | undefined;
  readonly subject?: string | undefined;
  readonly audience?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  /** Names. */
  readonly claims?: readonly string[] | undefined;
  /** Outermost first. */
  readonly actors?: readonly string[] | undefined;
  readonly jti?: string | undefined;
  readonly parentJti?: string | undefined;
  readonly originJti?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly rule?: string | undefined;
  readonly reason?: string | undefined;
}

export const audit = pgTable('audit', {
  /** The database says it, and nobody else may. */
  at: timestamp({ withTimezone: true })
    .notNull()
    .generatedAlwaysAs(sql`now()`),
  event: text().$type<AuditEvent>().notNull(),
  clientId: text('client_id'),
  subject: text(),
  audience: text(),
  scopes: text().array(),
  claims: text().array(),
  actors: text().array(),
  jti: text(),
  parentJti: text('parent_jti'),
  originJti: uuid('origin_jti'),
  fingerprint: text(),
  rule: text(),
  reason: text(),
  traceId: text('trace_id'),
  address: text(),
  userAgent: text('user_agent'),
  count: integer().notNull().default(1),
});

const audienceForm = /^(urn|https?):[\w:./-]{1,100}$/;
const scopeForm = /^(ssf\.)?[a-z][a-z_]{0,60}$/;
const notAName = '(not a name)';

/** A refusal may be for a token that somebody put where a name belongs: it is kept nowhere. */
export function audienceName(audience: string): string {
  return audienceForm.test(audience) ? audience : notAName;
}

/** With where the request came from that is being answered. */
export function auditRow(entry: AuditEntry): typeof audit.$inferInsert {
  const caller = currentCaller();
  return {
    ...entry,
    audience: entry.audience && audienceName(entry.audience),
    scopes: entry.scopes?.map((scope) => (scopeForm.test(scope) ? scope : notAName)),
    claims: entry.claims && [...entry.claims],
    actors: entry.actors && [...entry.actors],
    traceId: trace.getActiveSpan()?.spanContext().traceId,
    address: caller?.address,
    userAgent: caller?.userAgent,
    count: 1,
  };
}

const fingerprintLength = 22;

/** Recognizes a token that somebody holds, and gives none to somebody who does not: half of its SHA-256. */
export function fingerprint(token: string): string {
  return digest(token).slice(0, fingerprintLength);
}
