import { type Client, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { GrantClaims } from '../claims/grant-claims.ts';
import { lifetimeSeconds } from '../lifetimes.ts';
import { givenBy } from '../privileges/given-by.ts';
import { offlineAccess } from '../privileges/offline-access.ts';
import type { Privileges } from '../privileges/privileges.ts';
import { scopesOf } from '../tokens/access-token.ts';

/** Of OpenID Connect Core section 5.4: nobody is described by claims here. What is not understood is to be ignored (section 3.1.2.1). */
const ignoredScopes = ['profile', 'email', 'address', 'phone', offlineAccess];

/** oidc-provider's ResourceServer, of opaque tokens. */
interface OpaqueTokens {
  readonly audience: string;
  readonly scope: string;
  readonly accessTokenFormat: 'opaque';
  readonly accessTokenTTL: number;
}

/**
 * Whoever names two asks for a token of two audiences, even where both are names of one API (RFC 8707 section 2).
 *
 * @throws errors.InvalidTarget
 */
export function requireOneResource(resource: unknown, audience: string): void {
  if (Array.isArray(resource)) throw new errors.InvalidTarget('a token is for one resource');
  if (resource !== audience) throw new errors.InvalidTarget();
}

/**
 * An opaque token is for the edge and lives for five minutes. To ask for nothing is an error before anybody logs in (RFC 6749
 * section 3.3), and so is a scope that the client may not ask for; one that this person cannot give is left out, and the answer says
 * so in its `scope` (section 5.1).
 */
export function opaqueTokens(
  privileges: Privileges,
  grantClaims: GrantClaims,
): (ctx: KoaContextWithOIDC, resource: string, client: Client) => Promise<OpaqueTokens> {
  return async (ctx, resource, client) => {
    requireOneResource(ctx.oidc.params?.['resource'] ?? resource, privileges.opaqueTokenAudience);
    const holdable = privileges.publicClient(client.clientId)?.scopes ?? [];
    const asked = scopesOf(ctx.oidc.params?.['scope'] as string | undefined).filter(
      (one) => !ignoredScopes.includes(one),
    );
    for (const scope of asked) {
      if (!holdable.includes(scope)) throw new errors.InvalidScope('requested scope is not allowed', scope);
    }
    // A code and a refresh token were asked for already, and say for what.
    if (asked.length === 0 && ctx.oidc.route !== 'token') throw new errors.InvalidScope('no scope is requested', '');
    // Where there is a code, there is somebody who gave it.
    const { Grant: grant } = ctx.oidc.route === 'token' ? ctx.oidc.entities : {};
    const given = grant ? givenBy(privileges, await grantClaims.of(grant.jti), holdable) : holdable;
    return {
      audience: resource,
      scope: given.filter((scope) => privileges.scope(scope)).join(' '),
      accessTokenFormat: 'opaque',
      accessTokenTTL: lifetimeSeconds.opaqueToken,
    };
  };
}
