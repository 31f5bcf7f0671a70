import { Injectable } from '@nestjs/common';
import type { Provider, TokenEndpointGrantContext } from 'oidc-provider';
import { know } from '../audit/known.ts';
import { lifetimeSeconds } from '../lifetimes.ts';
import { own } from '../privileges/own.ts';
import { Privileges } from '../privileges/privileges.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { scopesOf } from '../tokens/access-token.ts';
import { auditIssued, traceIssued } from '../tokens/decided.ts';
import { refusedAs } from '../tokens/refused-as.ts';
import { nowSeconds, TokenSigner } from '../tokens/token-signer.ts';

interface OwnParameters {
  readonly audience?: string;
  readonly scope?: string;
}

/** Client credentials (RFC 6749 section 4.4): a service acts as itself. In place of oidc-provider's own, which knows no rules. */
@Injectable()
export class OwnGrant {
  constructor(
    private readonly privileges: Privileges,
    private readonly signer: TokenSigner,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  register(provider: Provider): void {
    provider.registerGrantType<OwnParameters>('client_credentials', (ctx) => this.handle(ctx), ['audience', 'scope']);
  }

  private async handle(ctx: TokenEndpointGrantContext<OwnParameters>): Promise<void> {
    const { clientId } = ctx.oidc.client;
    const { audience, scope } = ctx.oidc.params;
    const scopes = scopesOf(scope);
    know(ctx, { subject: clientId, audience, scopes });

    const decision = own(this.privileges, clientId, { audience, scopes });
    if (!decision.allowed) throw refusedAs(decision, scopes);

    const expiresAt = nowSeconds() + lifetimeSeconds.ownToken;
    const minted = await this.signer.mint({ ...decision, subject: clientId, clientId, expiresAt });
    traceIssued('own', minted, decision);
    this.unitOfWork.record(auditIssued('own_token.issued', minted, decision));
    ctx.body = {
      access_token: minted.token,
      token_type: 'Bearer',
      expires_in: lifetimeSeconds.ownToken,
      scope: minted.protocol.scope,
    };
  }
}
