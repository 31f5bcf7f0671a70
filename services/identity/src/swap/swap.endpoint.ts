import { Injectable } from '@nestjs/common';
import type { AccessToken, KoaContextWithOIDC } from 'oidc-provider';
import type { AuditEntry } from '../audit/audit.ts';
import { fingerprint } from '../audit/audit.ts';
import { Privileges } from '../privileges/privileges.ts';
import { swap } from '../privileges/swap.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { loginOf, scopesOf } from '../tokens/access-token.ts';
import { auditIssued, traceIssued, traceRefused } from '../audit/issued-token.ts';
import { tokenExtra } from '../tokens/opaque-token.ts';
import { TokenSigner } from '../tokens/token-signer.ts';

/**
 * Answers introspection (RFC 7662) with the JWT for one route's API, as the phantom token pattern has it: the client that may
 * introspect learns nothing of the token but this.
 */
@Injectable()
export class SwapEndpoint {
  constructor(
    private readonly privileges: Privileges,
    private readonly signer: TokenSigner,
    private readonly audit: AuditTrail,
  ) {}

  /** Runs after oidc-provider, which has authenticated the client and found the token, its grant and its session. */
  async handle(ctx: KoaContextWithOIDC): Promise<void> {
    if (ctx.oidc.route !== 'introspection') return;
    if (isUnsupportedToken(ctx)) inactive(ctx);
    else if (ctx.status === 200) await this.swap(ctx);
  }

  private async swap(ctx: KoaContextWithOIDC): Promise<void> {
    const opaque = ctx.oidc.entities.AccessToken;
    if (!this.privileges.mayUse(String(ctx.oidc.client?.clientId), 'introspection')) {
      inactive(ctx);
      // A service of ours, which acts as itself.
      this.refuse(ctx, 'the client may not introspect', ctx.oidc.client?.clientId);
    } else if (!opaque) {
      inactive(ctx);
      this.refuse(ctx, 'the token is not active');
    } else if (ctx.accepts('application/jwt') === false) {
      ctx.status = 406;
      ctx.body = { error: 'invalid_request', error_description: 'the answer is application/jwt' };
      this.refuse(ctx, 'no JWT was asked for', opaque.accountId);
    } else await this.answer(ctx, opaque);
  }

  private async answer(ctx: KoaContextWithOIDC, opaque: AccessToken): Promise<void> {
    const extra = tokenExtra(opaque);
    const { claims, origin_jti: originJti } = extra;
    const scopes = scopesOf(opaque.scope);
    const decision = swap(this.privileges, { scopes, claims }, audienceOf(ctx));
    if (!decision.allowed) {
      const { error, reason } = decision;
      ctx.status = 400;
      ctx.body = { error, error_description: reason };
      this.refuse(ctx, `${error}: ${reason}`, opaque.accountId);
      return;
    }
    const minted = await this.signer.mint({
      ...decision,
      subject: opaque.accountId,
      clientId: String(opaque.clientId),
      expiresAt: Number(opaque.exp),
      originJti,
      login: loginOf(extra),
    });
    const parent = { jti: originJti, audience: String(opaque.aud), scopes, claims: Object.keys(claims) };
    traceIssued('swap', minted, { ...decision, parent });
    this.audit.record(auditIssued('swap.granted', minted, { ...decision, parent }));
    ctx.type = 'application/jwt';
    ctx.body = minted.token;
  }

  /** @param subject whose token it is; without, that of a stranger */
  private refuse(ctx: KoaContextWithOIDC, reason: string, subject?: string): void {
    const entry: AuditEntry = {
      event: 'swap.refused',
      clientId: ctx.oidc.client?.clientId,
      subject,
      audience: audienceOf(ctx),
      fingerprint: fingerprint(String(ctx.oidc.params?.['token'])),
      reason,
    };
    this.audit.record(entry);
    traceRefused(entry);
  }
}

function inactive(ctx: KoaContextWithOIDC): void {
  ctx.status = 200;
  ctx.body = { active: false };
}

/** oidc-provider calls a JWT an error; for who asks it is a token that is not active, like any other (RFC 7662 section 2.2). */
function isUnsupportedToken(ctx: KoaContextWithOIDC): boolean {
  return (ctx.body as { error?: string } | undefined)?.error === 'unsupported_token_type';
}

/** `audience` is no parameter of RFC 7662, so oidc-provider keeps it in the body alone. */
function audienceOf(ctx: KoaContextWithOIDC): string | undefined {
  const audience = ctx.oidc.body?.['audience'];
  return typeof audience === 'string' ? audience : undefined;
}
