import { type AccessToken, type Client, errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { GrantClaims } from '../claims/grant-claims.ts';
import type { PersonClaims } from '../claims/person-claims.ts';
import type { ClientBindings } from '../clients/client-bindings.ts';
import { readClientKeys } from '../clients/client-keys.ts';
import { internetClients } from '../clients/client-metadata.ts';
import { config } from '../identity.config.ts';
import { publicConfig } from '../public.config.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { refuseRequest, renderError, renderLogout, renderLoggedOut } from '../pages/provider-pages.tsx';
import { offlineAccess } from '../privileges/offline-access.ts';
import type { Privileges } from '../privileges/privileges.ts';
import { acrs, areUnderstood } from '../sessions/acr.ts';
import { begunCookieName, begunInteractions, withBegun } from '../sessions/begun-interactions.ts';
import type { UnitOfWork } from '../storage/unit-of-work.ts';
import { releasable } from '../privileges/decision.ts';
import { scopesOf } from '../tokens/access-token.ts';
import { TokenIdMac } from '../tokens/token-id-mac.ts';
import { newTokenExtra } from '../tokens/opaque-token.ts';
import { opaqueTokens } from './opaque-tokens.ts';
import { logoutOfNobody } from './logout-of-nobody.ts';
import { postedRequests } from './posted-requests.ts';
import { publicMetadata } from './published-metadata.ts';
import { resourceNames } from './resource-names.ts';
import { interactionsBeforeCode } from './interactions-before-code.ts';
import { featuresOff, sharedConfiguration } from './shared-configuration.ts';
import { stayingConnected, untilEndOfGrant } from './staying-connected.ts';
import { sealIds } from './sealed-ids.ts';
import { assertClients, inUnitsOfWork } from './start-provider.ts';

export interface PublicParts {
  readonly privileges: Privileges;
  readonly bindings: ClientBindings;
  readonly keyRing: KeyRing;
  readonly unitOfWork: UnitOfWork;
  readonly audit: AuditTrail;
  readonly accounts: Accounts;
  readonly personClaims: PersonClaims;
  readonly grantClaims: GrantClaims;
}

/**
 * What the internet sees: login, codes, opaque tokens, revocation, logout. It has no introspection, no token exchange and no
 * client credentials, and knows no service: they are absent, not blocked by path.
 */
export async function publicProvider(parts: PublicParts): Promise<Provider> {
  const { privileges, bindings, keyRing, unitOfWork, audit, accounts, personClaims, grantClaims } = parts;
  const shared = sharedConfiguration(keyRing, unitOfWork);
  const provider = new Provider(config.ISSUER, {
    ...shared,
    clients: internetClients(privileges, bindings, readClientKeys),
    clientAuthMethods: ['none', 'private_key_jwt'],
    scopes: ['openid', offlineAccess],
    ...stayingConnected(personClaims, grantClaims, privileges.opaqueTokenAudience),
    ttl: { ...shared.ttl, RefreshToken: untilEndOfGrant },
    jwks: { keys: [...keyRing.publishedKeys(), ...keyRing.idTokenKeys()].map(({ privateJwk }) => privateJwk) },
    enabledJWA: { idTokenSigningAlgValues: ['PS256', 'RS256'], clientAuthSigningAlgValues: ['PS256'] },
    // Nobody else's clock counts here. With a tolerance, a session that is used within it after its end would begin again each time.
    clockTolerance: 0,
    acrValues: [...acrs],
    pkce: { required: () => true },
    features: {
      ...featuresOff,
      pushedAuthorizationRequests: { enabled: true },
      // For an essential `acr`, which cannot be asked for otherwise.
      claimsParameter: {
        enabled: true,
        assertClaimsParameter: (_, claims) => {
          if (!areUnderstood(claims)) throw new errors.InvalidRequest('claims.id_token.acr has another form');
        },
      },
      revocation: { enabled: true, allowedPolicy: (_, client, token) => isIssuedTo(client, token) },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => privileges.opaqueTokenAudience,
        useGrantedResource: () => true,
        getResourceServerInfo: opaqueTokens(privileges, grantClaims),
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
      const { AuthorizationCode, RefreshToken } = oidc.entities;
      return newTokenExtra(AuthorizationCode ?? RefreshToken, releasable(await grantClaims.of(grantId), needed));
    },
    renderError,
  });
  sealIds(provider, new TokenIdMac(keyRing));
  provider.proxy = true;
  // The last entry of X-Forwarded-For is the edge's own; whatever stands before it anybody may have written.
  provider.maxIpsCount = 1;
  inUnitsOfWork(provider, unitOfWork, audit, refuseRequest);
  postedRequests(provider, refuseRequest);
  resourceNames(provider, publicConfig.API_ORIGIN, privileges.opaqueTokenAudience);
  logoutOfNobody(provider);
  publicMetadata(provider, privileges);
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
