import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { GrantClaims } from '../claims/grant-claims.ts';
import type { PersonClaims } from '../claims/person-claims.ts';
import { staysConnected } from '../pages/interactions.ts';
import { offlineAccess } from '../privileges/offline-access.ts';
import { nowSeconds } from '../tokens/token-signer.ts';
import { requireOneResource } from './opaque-tokens.ts';

/**
 * Refresh tokens (RFC 6749 section 6), for clients that list `offline_access`. Each is good for one use, and hangs on the session of the
 * login, unless the person let the application stay connected when that has ended.
 */
export function stayingConnected(
  personClaims: PersonClaims,
  grantClaims: GrantClaims,
  audience: string,
): Pick<Configuration, 'expiresWithSession' | 'rotateRefreshToken'> {
  return {
    expiresWithSession: ({ oidc }, { scopes }) =>
      !(scopes.has(offlineAccess) && oidc.result?.[staysConnected] === true),
    // Called for each, before it is used up: where a source of claims does not answer, or the client asks for another resource, it may
    // come again with the same.
    rotateRefreshToken: async ({ oidc }) => {
      const { accountId, grantId } = oidc.entities.RefreshToken ?? {};
      requireOneResource(oidc.params?.['resource'] ?? audience, audience);
      if (accountId === undefined || grantId === undefined) throw new Error('A refresh token without a person');
      await grantClaims.keep({ jti: grantId, accountId }, await personClaims.of(accountId));
      return true;
    },
  };
}

/** However often it is renewed, an application is connected until the grant ends that the person gave it. */
export function untilEndOfGrant({ oidc }: KoaContextWithOIDC): number {
  return Math.max(1, Number(oidc.entities.Grant?.exp) - nowSeconds());
}
