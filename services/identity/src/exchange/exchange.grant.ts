import { Injectable } from '@nestjs/common';
import { errors, type Provider, type TokenEndpointGrantContext } from 'oidc-provider';
import { remember } from '../audit/request-facts.ts';
import { tokenExchangeGrant } from '../clients/client-metadata.ts';
import { exchange } from '../privileges/exchange.ts';
import { Privileges } from '../privileges/privileges.ts';
import { oauthError } from '../tokens/oauth-error.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { type AccessTokenContent, actorsOf, loginOf, scopesOf } from '../tokens/access-token.ts';
import { auditIssued, traceIssued } from '../audit/issued-token.ts';
import { nowSeconds, TokenSigner } from '../tokens/token-signer.ts';
import { exchangeAnswer, exchangeParameters, type ExchangeParameters, exchangeQuery } from './exchange-request.ts';
import { isOriginLive } from './live-origin.ts';

/** Token exchange (RFC 8693): a service calls another on behalf of the person it was called for, with less than it holds. */
@Injectable()
export class ExchangeGrant {
  constructor(
    private readonly privileges: Privileges,
    private readonly signer: TokenSigner,
    private readonly audit: AuditTrail,
  ) {}

  register(provider: Provider): void {
    provider.registerGrantType<ExchangeParameters>(tokenExchangeGrant, (ctx) => this.handle(ctx), exchangeParameters);
  }

  /** The requester has authenticated, and is registered for this grant. */
  private async handle(ctx: TokenEndpointGrantContext<ExchangeParameters>): Promise<void> {
    const query = exchangeQuery(ctx.oidc.params);
    remember(ctx, { audience: query.audience, scopes: query.scopes });

    const subject = await this.verified(query.subjectToken);
    const { protocol, claims } = subject;
    const actors = actorsOf(protocol.act);
    remember(ctx, { subject: protocol.sub, parentJti: protocol.jti, originJti: protocol.origin_jti, actors });

    const parent = { jti: protocol.jti, audience: protocol.aud, scopes: scopesOf(protocol.scope) };
    const requester = ctx.oidc.client.clientId;
    const decision = exchange(this.privileges, { ...parent, claims, actors }, { requester, ...query });
    if (!decision.allowed) throw oauthError(decision, query.scopes);

    const originJti = await originOf(ctx.oidc.provider, subject);
    const minted = await this.signer.mint({
      ...decision,
      subject: protocol.sub,
      clientId: requester,
      expiresAt: protocol.exp,
      originJti,
      login: loginOf(protocol),
    });
    const cause = { rule: decision.rule, parent: { ...parent, claims: Object.keys(claims) } };
    traceIssued('exchange', minted, cause);
    this.audit.record(auditIssued('exchange.granted', minted, cause));
    ctx.body = exchangeAnswer(minted.token, minted.protocol.scope, minted.protocol.exp - nowSeconds());
  }

  private async verified(subjectToken: string): Promise<AccessTokenContent> {
    try {
      return await this.signer.verify(subjectToken);
    } catch {
      throw new errors.InvalidRequest('the subject token is not valid');
    }
  }
}

/** A service's own token has no origin, and one whose origin has ended ends with it. */
async function originOf(provider: Provider, { protocol }: AccessTokenContent): Promise<string> {
  const { origin_jti: originJti, sub } = protocol;
  if (originJti === undefined) throw new errors.InvalidRequest('the subject token descends from no opaque token');
  if (!(await isOriginLive(provider, originJti, sub))) {
    throw new errors.InvalidRequest('the opaque token that the subject token descends from has ended');
  }
  return originJti;
}
