/** What is audited: each names who or what, a full stop, and what became of it. The table's CHECK has the same list. */
export const auditEvents = [
  'login.succeeded',
  'login.failed',
  'authorization.refused',
  'consent.given',
  'consent.implied',
  'consent.denied',
  'session.ended',
  'logout.refused',
  'account.changed',
  'passkey.added',
  'passkey.removed',
  'access.taken_back',
  'account.everything_ended',
  'code.issued',
  'opaque_token.issued',
  'opaque_token.revoked',
  'token.refused',
  'grant.revoked',
  'swap.granted',
  'swap.refused',
  'exchange.granted',
  'exchange.refused',
  'client_credentials.granted',
  'client_credentials.refused',
  'client.authentication_failed',
  /** A month older than the retention was dropped. */
  'audit.expired',
] as const;

export type AuditEvent = (typeof auditEvents)[number];
