import { trace } from '@opentelemetry/api';
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { digest } from '../storage/digest.ts';

/** What is audited: each names who or what, a full stop, and what became of it. */
export type AuditEvent =
  | 'login.succeeded'
  | 'login.failed'
  | 'consent.given'
  | 'consent.implied'
  | 'consent.denied'
  | 'session.ended'
  | 'account.changed'
  | 'account.everything_ended'
  | 'code.issued'
  | 'opaque_token.issued'
  | 'opaque_token.revoked'
  | 'token.refused'
  | 'grant.revoked'
  | 'swap.granted'
  | 'swap.refused'
  | 'exchange.granted'
  | 'exchange.refused'
  | 'client_credentials.granted'
  | 'client_credentials.refused'
  | 'client.authentication_failed';

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
});

export function auditRow(entry: AuditEntry): typeof audit.$inferInsert {
  return {
    ...entry,
    scopes: entry.scopes && [...entry.scopes],
    claims: entry.claims && [...entry.claims],
    actors: entry.actors && [...entry.actors],
    traceId: trace.getActiveSpan()?.spanContext().traceId,
  };
}

const fingerprintLength = 22;

/** Recognizes a token that somebody holds, and gives none to somebody who does not: half of its SHA-256. */
export function fingerprint(token: string): string {
  return digest(token).slice(0, fingerprintLength);
}
