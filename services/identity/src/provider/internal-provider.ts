import { type JWKS, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { ClientBindings, InternalBinding } from '../clients/client-bindings.ts';
import { readClientKeys } from '../clients/client-keys.ts';
import { internalGrantTypes, serviceClients } from '../clients/client-metadata.ts';
import type { ExchangeGrant } from '../exchange/exchange.grant.ts';
import { config } from '../identity.config.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { ClientCredentialsGrant } from '../client-credentials/client-credentials.grant.ts';
import type { Privileges } from '../privileges/privileges.ts';
import type { UnitOfWork } from '../storage/unit-of-work.ts';
import type { MacKeysGrant } from '../swap/mac-keys.grant.ts';
import type { SwapEndpoint } from '../swap/swap.endpoint.ts';
import { internalMetadata } from './published-metadata.ts';
import { featuresOff, sharedConfiguration } from './shared-configuration.ts';
import { assertClients, inUnitsOfWork } from './start-provider.ts';
import type { Workloads } from '../workloads/workloads.ts';

export interface InternalParts {
  readonly privileges: Privileges;
  readonly bindings: ClientBindings;
  readonly inCluster: Workloads | undefined;
  readonly keyRing: KeyRing;
  readonly unitOfWork: UnitOfWork;
  readonly audit: AuditTrail;
  readonly swap: SwapEndpoint;
  readonly exchange: ExchangeGrant;
  readonly clientCredentials: ClientCredentialsGrant;
  readonly macKeys: MacKeysGrant;
}

/**
 * All that there is here. oidc-provider gives every provider an authorization endpoint and the end of a logout, and takes more than one
 * spelling of a path.
 */
const paths: ReadonlySet<string> = new Set([
  ...['/token', '/token/introspection', '/jwks'],
  ...['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'],
]);

/** What services see: introspection that answers with a JWT, token exchange, client credentials, the keys. It logs nobody in. */
export async function internalProvider(parts: InternalParts): Promise<Provider> {
  const { privileges, bindings, inCluster, unitOfWork } = parts;
  const provider = new Provider(config.ISSUER, {
    ...sharedConfiguration(parts.keyRing, unitOfWork),
    clients: serviceClients(privileges, bindings, (binding) => keysOf(binding, inCluster)),
    clientAuthMethods: ['private_key_jwt'],
    features: {
      ...featuresOff,
      // Its own answer would tell all that is stored with a token: the swap answers in its place.
      introspection: { enabled: true, allowedPolicy: () => false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    findAccount: () => undefined,
    renderError: (ctx, out) => {
      ctx.body = out;
    },
  });
  provider.use(async (ctx, next) => {
    if (paths.has(ctx.path)) await next();
  });
  // Ahead of the unit of work, since it may have to ask the API server.
  if (inCluster) provider.use((ctx, next) => inCluster.assertions.handle(ctx, next));
  inUnitsOfWork(provider, unitOfWork, parts.audit);
  provider.use(async (ctx, next) => {
    await next();
    // Outside of the provider's routes there is no `oidc`.
    if ('oidc' in ctx) await parts.swap.handle(ctx as KoaContextWithOIDC);
  });
  internalMetadata(provider, privileges, internalGrantTypes);
  parts.exchange.register(provider);
  parts.clientCredentials.register(provider);
  parts.macKeys.register(provider);
  await assertClients(provider, bindings.internal.keys());
  return provider;
}

function keysOf(binding: InternalBinding, inCluster: Workloads | undefined): JWKS {
  if ('keys' in binding) return readClientKeys(binding.keys);
  return { keys: inCluster ? [inCluster.publicJwk] : [] };
}
