-- auditEvents in src/audit/audit-events.ts, with what clients do that stay connected or push their requests.
ALTER TABLE audit DROP CONSTRAINT audit_event;
ALTER TABLE audit ADD CONSTRAINT audit_event CHECK (event IN (
    'login.succeeded', 'login.failed', 'authorization.pushed', 'authorization.refused', 'consent.given', 'consent.implied',
    'consent.denied', 'session.ended', 'logout.refused', 'account.changed', 'passkey.added', 'passkey.removed',
    'access.taken_back', 'account.everything_ended', 'code.issued', 'opaque_token.issued', 'opaque_token.revoked',
    'refresh_token.issued', 'refresh_token.reused', 'refresh_token.revoked', 'token.refused', 'grant.revoked', 'swap.granted',
    'swap.refused', 'exchange.granted', 'exchange.refused', 'client_credentials.granted', 'client_credentials.refused',
    'client.authentication_failed', 'audit.expired'
));
