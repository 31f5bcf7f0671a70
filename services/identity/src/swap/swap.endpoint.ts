import { Injectable } from '@nestjs/common';
import type { AccessToken, KoaContextWithOIDC } from 'oidc-provider';
import type { AuditEntry } from '../audit/audit.ts';
import { fingerprint } from '../audit/audit.ts';
import { Privileges } from '../privileges/privileges.ts';
import { swap } from '../privileges/swap.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { scopesOf } from '../tokens/access-token.ts';
import { auditIssued, traceIssued, traceRefused } from '../tokens/decided.ts';
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
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Runs after oidc-provider, which has authenticated the client and found the token, its grant and its session. */
  async handle(ctx: KoaContextWithOIDC): Promise<void> {
    if (ctx.oidc.route !== 'introspection' || ctx.status !== 200) return;

    const token = activeToken(ctx);
    if (!token) this.refuse(ctx, 200, { active: false }, 'the token is not active, or not for this client to see');
    else if (ctx.accepts('application/jwt') === false)
      this.refuse(ctx, 406, { error: 'invalid_request' }, 'no JWT asked for');
    else await this.answer(ctx, token);
  }

  private async answer(ctx: KoaContextWithOIDC, opaque: AccessToken): Promise<void> {
    const { claims, origin_jti: originJti, auth_time: authTime } = tokenExtra(opaque);
    const scopes = scopesOf(opaque.scope);
    const decision = swap(this.privileges, { scopes, claims }, audienceOf(ctx));
    if (!decision.allowed) {
      const { error, reason } = decision;
      this.refuse(ctx, 400, { error, error_description: reason }, `${error}: ${reason}`);
      return;
    }
    const minted = await this.signer.mint({
      ...decision,
      subject: opaque.accountId,
      clientId: String(opaque.clientId),
      expiresAt: Number(opaque.exp),
      originJti,
      authTime,
    });
    const parent = { jti: originJti, audience: String(opaque.aud), scopes, claims: Object.keys(claims) };
    traceIssued('swap', minted, { ...decision, parent });
    this.unitOfWork.record(auditIssued('swap.granted', minted, { ...decision, parent }));
    ctx.type = 'application/jwt';
    ctx.body = minted.token;
  }

  private refuse(ctx: KoaContextWithOIDC, status: number, body: object, reason: string): void {
    ctx.status = status;
    ctx.body = body;
    const entry: AuditEntry = {
      event: 'swap.refused',
      clientId: ctx.oidc.client?.clientId,
      audience: audienceOf(ctx),
      fingerprint: fingerprint(String(ctx.oidc.params?.['token'])),
      reason,
    };
    this.unitOfWork.record(entry);
    traceRefused(entry);
  }
}

function activeToken(ctx: KoaContextWithOIDC): AccessToken | undefined {
  const { active } = ctx.body as { active: boolean };
  return active ? ctx.oidc.entities.AccessToken : undefined;
}

/** `audience` is no parameter of RFC 7662, so oidc-provider keeps it in the body alone. */
function audienceOf(ctx: KoaContextWithOIDC): string | undefined {
  const audience = ctx.oidc.body?.['audience'];
  return typeof audience === 'string' ? audience : undefined;
}
