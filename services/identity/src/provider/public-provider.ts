import { type AccessToken, type Client, type KoaContextWithOIDC, Provider, errors } from 'oidc-provider';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { GrantClaims } from '../claims/grant-claims.ts';
import type { ClientBindings } from '../clients/client-bindings.ts';
import { internetClients } from '../clients/client-metadata.ts';
import { config } from '../identity.config.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { lifetimeSeconds } from '../lifetimes.ts';
import { refuseRequest, renderError, renderLogout, renderLoggedOut } from '../pages/provider-pages.tsx';
import type { Privileges } from '../privileges/privileges.ts';
import { acrs } from '../sessions/acr.ts';
import { begunCookieName, begunInteractions, withBegun } from '../sessions/begun-interactions.ts';
import type { UnitOfWork } from '../storage/unit-of-work.ts';
import { givenBy } from '../privileges/given-by.ts';
import { releasable } from '../privileges/decision.ts';
import { scopesOf } from '../tokens/access-token.ts';
import { TokenIdMac } from '../tokens/token-id-mac.ts';
import { newTokenExtra } from '../tokens/opaque-token.ts';
import { interactionsBeforeCode } from './interactions-before-code.ts';
import { featuresOff, sharedConfiguration } from './shared-configuration.ts';
import { sealIds } from './sealed-ids.ts';
import { assertClients, inUnitsOfWork } from './start-provider.ts';

/**
 * What the internet sees: login, codes, opaque tokens, revocation, logout. It has no introspection, no token exchange and no
 * client credentials, and knows no service: they are absent, not blocked by path.
 */
export async function publicProvider(
  privileges: Privileges,
  bindings: ClientBindings,
  keyRing: KeyRing,
  unitOfWork: UnitOfWork,
  audit: AuditTrail,
  accounts: Accounts,
  grantClaims: GrantClaims,
): Promise<Provider> {
  const provider = new Provider(config.ISSUER, {
    ...sharedConfiguration(keyRing, unitOfWork),
    clients: internetClients(privileges, bindings),
    clientAuthMethods: ['none'],
    // Nobody else's clock counts here. With a tolerance, a session that is used within it after its end would begin again each time.
    clockTolerance: 0,
    acrValues: [...acrs],
    pkce: { required: () => true },
    features: {
      ...featuresOff,
      // For an essential `acr`, which cannot be asked for otherwise.
      claimsParameter: { enabled: true },
      revocation: { enabled: true, allowedPolicy: (_, client, token) => isIssuedTo(client, token) },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => privileges.opaqueTokenAudience,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, resource, client) =>
          opaqueTokenFor(privileges, grantClaims, ctx, resource, client),
      },
      rpInitiatedLogout: { enabled: true, logoutSource: renderLogout, postLogoutSuccessSource: renderLoggedOut },
    },
    interactions: {
      policy: interactionsBeforeCode(privileges),
      url: (ctx, { uid }) => {
        rememberBegun(ctx, uid);
        return `/interaction/${uid}`;
      },
    },
    findAccount: async (_, accountId) =>
      (await accounts.exists(accountId)) ? { accountId, claims: () => ({ sub: accountId }) } : undefined,
    extraTokenClaims: async ({ oidc }, token) => {
      const { grantId, scope } = token as AccessToken;
      const needed = privileges.claimsOf(scopesOf(scope));
      return newTokenExtra(oidc.entities.AuthorizationCode, releasable(await grantClaims.of(grantId), needed));
    },
    renderError,
  });
  sealIds(provider, new TokenIdMac(keyRing));
  provider.proxy = true;
  // The last entry of X-Forwarded-For is the edge's own; whatever stands before it anybody may have written.
  provider.maxIpsCount = 1;
  inUnitsOfWork(provider, unitOfWork, audit, refuseRequest);
  await assertClients(provider, bindings.public.keys());
  return provider;
}

/** Binds an interaction to the browser that began it, before anybody has logged in (ASVS 7.2.4). */
function rememberBegun(ctx: KoaContextWithOIDC, uid: string): void {
  const name = begunCookieName(config.ISSUER);
  const begun = begunInteractions(ctx.get('cookie'), name);
  ctx.cookies.set(name, withBegun(begun, uid), { path: '/', httpOnly: true, sameSite: 'lax', signed: false });
}

/** A client takes back its own tokens, and is told where one is another's (RFC 7009 section 2.1, RFC 6749 section 5.2). */
function isIssuedTo({ clientId }: Client, token: { readonly clientId?: string | undefined }): true {
  if (token.clientId !== clientId) throw new errors.InvalidGrant('the token was issued to another client');
  return true;
}

/**
 * An opaque token is for the edge and lives for five minutes. A scope that the client may not ask for is an error, not dropped; one
 * that this person cannot give is left out, and the answer says so in its `scope` (RFC 6749 section 5.1).
 */
async function opaqueTokenFor(
  privileges: Privileges,
  grantClaims: GrantClaims,
  ctx: KoaContextWithOIDC,
  resource: string,
  client: Client,
) {
  if (resource !== privileges.opaqueTokenAudience) throw new errors.InvalidTarget();
  const holdable = privileges.publicClient(client.clientId)?.scopes ?? [];
  for (const scope of scopesOf(ctx.oidc.params?.['scope'] as string | undefined)) {
    if (!holdable.includes(scope)) throw new errors.InvalidScope('requested scope is not allowed', scope);
  }
  // Where there is a code, there is somebody who gave it.
  const { Grant: grant } = ctx.oidc.route === 'token' ? ctx.oidc.entities : {};
  const given = grant ? givenBy(privileges, await grantClaims.of(grant.jti), holdable) : holdable;
  return {
    audience: resource,
    scope: given.filter((scope) => scope !== 'openid').join(' '),
    accessTokenFormat: 'opaque' as const,
    accessTokenTTL: lifetimeSeconds.opaqueToken,
  };
}
