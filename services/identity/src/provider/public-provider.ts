import { type AccessToken, type Client, type KoaContextWithOIDC, Provider, errors } from 'oidc-provider';
import type { Accounts } from '../accounts/accounts.ts';
import type { GrantClaims } from '../claims/grant-claims.ts';
import type { ClientBindings } from '../clients/client-bindings.ts';
import { internetClients } from '../clients/client-metadata.ts';
import { config } from '../identity.config.ts';
import type { Keys } from '../keys/keys.ts';
import { lifetimeSeconds } from '../lifetimes.ts';
import { refuseRequest, renderError, renderLogout, renderLoggedOut } from '../pages/provider-pages.tsx';
import type { Privileges } from '../privileges/privileges.ts';
import type { UnitOfWork } from '../storage/unit-of-work.ts';
import { scopesOf } from '../tokens/access-token.ts';
import { newTokenExtra } from '../tokens/opaque-token.ts';
import { interactionsBeforeCode } from './interactions-before-code.ts';
import { featuresOff, sharedConfiguration } from './shared-configuration.ts';
import { assertClients, inUnitsOfWork } from './start-provider.ts';

/**
 * What the internet sees: login, codes, opaque tokens, revocation, logout. It has no introspection, no token exchange and no
 * client credentials, and knows no service: they are absent, not blocked by path.
 */
export async function publicProvider(
  privileges: Privileges,
  bindings: ClientBindings,
  keys: Keys,
  unitOfWork: UnitOfWork,
  accounts: Accounts,
  grantClaims: GrantClaims,
): Promise<Provider> {
  const provider = new Provider(config.ISSUER, {
    ...sharedConfiguration(keys, unitOfWork),
    clients: internetClients(privileges, bindings),
    clientAuthMethods: ['none'],
    pkce: { required: () => true },
    features: {
      ...featuresOff,
      revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => privileges.opaqueTokenAudience,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, resource, client) => opaqueTokenFor(privileges, ctx, resource, client),
      },
      rpInitiatedLogout: { enabled: true, logoutSource: renderLogout, postLogoutSuccessSource: renderLoggedOut },
    },
    interactions: {
      policy: interactionsBeforeCode(privileges),
      url: (_, interaction) => `/interaction/${interaction.uid}`,
    },
    findAccount: async (_, accountId) =>
      (await accounts.exists(accountId)) ? { accountId, claims: () => ({ sub: accountId }) } : undefined,
    extraTokenClaims: async ({ oidc }, token) =>
      newTokenExtra(oidc.entities.AuthorizationCode, await grantClaims.of((token as AccessToken).grantId)),
    renderError,
  });
  provider.proxy = true;
  // The last entry of X-Forwarded-For is the edge's own; whatever stands before it anybody may have written.
  provider.maxIpsCount = 1;
  inUnitsOfWork(provider, unitOfWork, refuseRequest);
  await assertClients(provider, bindings.public.keys());
  return provider;
}

/** An opaque token is for the edge and lives for five minutes. A scope that the client may not ask for is an error, not dropped. */
function opaqueTokenFor(privileges: Privileges, ctx: KoaContextWithOIDC, resource: string, client: Client) {
  if (resource !== privileges.opaqueTokenAudience) throw new errors.InvalidTarget();
  const holdable = privileges.file.clients[client.clientId]?.scopes ?? [];
  for (const scope of scopesOf(ctx.oidc.params?.['scope'] as string | undefined)) {
    if (!holdable.includes(scope)) throw new errors.InvalidScope('requested scope is not allowed', scope);
  }
  return {
    audience: resource,
    scope: holdable.filter((scope) => scope !== 'openid').join(' '),
    accessTokenFormat: 'opaque' as const,
    accessTokenTTL: lifetimeSeconds.opaqueToken,
  };
}
