import { Injectable } from '@nestjs/common';
import type { Provider, TokenEndpointGrantContext } from 'oidc-provider';
import { remember } from '../audit/request-facts.ts';
import { lifetimeSeconds } from '../lifetimes.ts';
import { clientCredentials } from '../privileges/client-credentials.ts';
import { Privileges } from '../privileges/privileges.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { scopesOf } from '../tokens/access-token.ts';
import { auditIssued, traceIssued } from '../audit/issued-token.ts';
import { oauthError } from '../tokens/oauth-error.ts';
import { nowSeconds, TokenSigner } from '../tokens/token-signer.ts';

interface ClientCredentialsParameters {
  readonly audience?: string;
  readonly scope?: string;
}

/** Client credentials (RFC 6749 section 4.4): a service acts as itself. In place of oidc-provider's own, which knows no rules. */
@Injectable()
export class ClientCredentialsGrant {
  constructor(
    private readonly privileges: Privileges,
    private readonly signer: TokenSigner,
    private readonly audit: AuditTrail,
  ) {}

  register(provider: Provider): void {
    provider.registerGrantType<ClientCredentialsParameters>('client_credentials', (ctx) => this.handle(ctx), [
      'audience',
      'scope',
    ]);
  }

  private async handle(ctx: TokenEndpointGrantContext<ClientCredentialsParameters>): Promise<void> {
    const { clientId } = ctx.oidc.client;
    const { audience, scope } = ctx.oidc.params;
    const scopes = scopesOf(scope);
    remember(ctx, { subject: clientId, audience, scopes });

    const decision = clientCredentials(this.privileges, clientId, { audience, scopes });
    if (!decision.allowed) throw oauthError(decision, scopes);

    const expiresAt = nowSeconds() + lifetimeSeconds.clientCredentials;
    const minted = await this.signer.mint({ ...decision, subject: clientId, clientId, expiresAt });
    traceIssued('client_credentials', minted, decision);
    this.audit.record(auditIssued('client_credentials.granted', minted, decision));
    ctx.body = {
      access_token: minted.token,
      token_type: 'Bearer',
      expires_in: lifetimeSeconds.clientCredentials,
      scope: minted.protocol.scope,
    };
  }
}
