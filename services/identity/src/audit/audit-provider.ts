import type { AccessToken, KoaContextWithOIDC, Provider, RefreshToken } from 'oidc-provider';
import { errors } from 'oidc-provider';
import { tokenExchangeGrant } from '../clients/client-metadata.ts';
import { scopesOf } from '../tokens/access-token.ts';
import { traceRefused } from './issued-token.ts';
import { tokenExtra } from '../tokens/opaque-token.ts';
import type { AuditTrail } from './audit-trail.ts';
import { alreadyUsed } from '../storage/refresh-token.adapter.ts';
import type { AuditEvent } from './audit-events.ts';
import { type AuditEntry, fingerprint } from './audit.ts';
import { factsOf } from './request-facts.ts';

const refusedGrants: ReadonlyMap<unknown, AuditEvent> = new Map([
  [tokenExchangeGrant, 'exchange.refused'],
  ['client_credentials', 'client_credentials.refused'],
]);

/** Audits what oidc-provider does of itself, as it happens, in the transaction in which it happens. */
export function auditProvider(provider: Provider, audit: AuditTrail): void {
  const refused = (event: AuditEvent, ctx: KoaContextWithOIDC, error: errors.OIDCProviderError): void => {
    const entry = refusal(event, ctx, error);
    audit.record(entry);
    traceRefused(entry);
  };
  provider.on('authorization_code.saved', (code) => {
    audit.record({
      event: 'code.issued',
      clientId: code.clientId,
      subject: code.accountId,
      scopes: scopesOf(code.scope),
      fingerprint: fingerprint(code.jti),
    });
  });
  provider.on('access_token.saved', (token) => {
    audit.record(opaqueToken('opaque_token.issued', token));
  });
  provider.on('access_token.destroyed', (token) => {
    audit.record(opaqueToken('opaque_token.revoked', token));
  });
  provider.on('refresh_token.saved', (token) => {
    audit.record(refreshToken('refresh_token.issued', token));
  });
  provider.on('refresh_token.destroyed', (token) => {
    // One that came again is told by the refusal.
    if (!token.consumed) audit.record(refreshToken('refresh_token.revoked', token));
  });
  provider.on('pushed_authorization_request.success', ({ oidc }, { clientId }) => {
    const scopes = scopesOf(oidc.params?.['scope'] as string | undefined);
    audit.record({ event: 'authorization.pushed', clientId, scopes });
  });
  provider.on('pushed_authorization_request.error', (ctx, error) => {
    refused('authorization.refused', ctx, error);
  });
  provider.on('grant.revoked', ({ oidc }) => {
    const { client, session, route } = oidc;
    audit.record({
      event: 'grant.revoked',
      clientId: client?.clientId,
      subject: session?.accountId,
      reason: route,
    });
  });
  provider.on('end_session.success', ({ oidc }) => {
    audit.record({ event: 'session.ended', clientId: oidc.client?.clientId, subject: oidc.session?.accountId });
  });
  provider.on('authorization.error', (ctx, error) => {
    refused('authorization.refused', ctx, error);
  });
  const refusedLogout = (ctx: KoaContextWithOIDC, error: errors.OIDCProviderError): void => {
    refused('logout.refused', ctx, error);
  };
  provider.on('end_session.error', refusedLogout);
  provider.on('end_session_confirm.error', refusedLogout);
  provider.on('grant.error', (ctx, error) => {
    const { RefreshToken: token } = ctx.oidc.entities;
    if (token && error.error_detail === alreadyUsed) audit.record(refreshToken('refresh_token.reused', token));
    // A public client proves nothing: what it is refused, a stranger is.
    const isStranger = ctx.oidc.client?.clientAuthMethod === 'none';
    const event = isStranger ? undefined : refusedGrants.get(ctx.oidc.params?.['grant_type']);
    refused(event ?? 'token.refused', ctx, error);
  });
  provider.on('introspection.error', (ctx, error) => {
    refused('swap.refused', ctx, error);
  });
  provider.on('revocation.error', (ctx, error) => {
    refused('token.refused', ctx, error);
  });
}

function opaqueToken(event: AuditEvent, token: AccessToken): AuditEntry {
  const { origin_jti, claims } = tokenExtra(token);
  return {
    event,
    clientId: token.clientId,
    subject: token.accountId,
    audience: String(token.aud),
    scopes: scopesOf(token.scope),
    claims: Object.keys(claims).sort(),
    originJti: origin_jti,
    fingerprint: fingerprint(token.jti),
  };
}

function refreshToken(event: AuditEvent, { clientId, accountId: subject, scope, jti }: RefreshToken): AuditEntry {
  return { event, clientId, subject, scopes: scopesOf(scope), fingerprint: fingerprint(jti) };
}

function refusal(event: AuditEvent, ctx: KoaContextWithOIDC, error: errors.OIDCProviderError): AuditEntry {
  const { client, route, session } = ctx.oidc;
  // Browsers lead here, and no client authenticates in them.
  const isClients = route !== 'authorization' && route !== 'resume' && !route.startsWith('end_session');
  const unauthenticated = isClients && (error instanceof errors.InvalidClientAuth || !client);
  return {
    clientId: client?.clientId,
    ...(!isClients && { subject: session?.accountId }),
    ...factsOf(ctx),
    event: unauthenticated ? 'client.authentication_failed' : event,
    reason: `${error.error}: ${error.error_detail ?? error.error_description ?? ''}`,
  };
}
