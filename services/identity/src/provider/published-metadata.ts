import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { offlineAccess } from '../privileges/offline-access.ts';
import type { Privileges } from '../privileges/privileges.ts';

/** What oidc-provider says of itself (RFC 8414 section 2). */
type Metadata = Readonly<Record<string, unknown>>;

/** The public listener's, with what oidc-provider leaves to be said, so that whoever follows it is refused nothing. */
export function publicMetadata(provider: Provider, privileges: Privileges): void {
  const scopes_supported = publicScopes(privileges);
  // No other mode works: clients have this one alone.
  rewriteMetadata(provider, (metadata) => ({ ...metadata, scopes_supported, response_modes_supported: ['query'] }));
}

const membersInside = [
  ...['issuer', 'jwks_uri', 'token_endpoint', 'introspection_endpoint'],
  ...['token_endpoint_auth_methods_supported', 'token_endpoint_auth_signing_alg_values_supported'],
];

/**
 * The internal listener's. It logs nobody in, so it has no authorization endpoint, and nothing of what is asked for at one. Which scopes
 * the tokens that are swapped here may have, phantom-token tells clients in the API's name (RFC 9728).
 */
export function internalMetadata(provider: Provider, privileges: Privileges, grantTypes: readonly string[]): void {
  const scopes_supported = publicScopes(privileges);
  rewriteMetadata(provider, (metadata) => ({
    ...Object.fromEntries(Object.entries(metadata).filter(([name]) => membersInside.includes(name))),
    scopes_supported,
    grant_types_supported: grantTypes,
    // Required, and there is none.
    response_types_supported: [],
  }));
}

function rewriteMetadata(provider: Provider, rewrite: (metadata: Metadata) => Metadata): void {
  provider.use(async (ctx, next) => {
    await next();
    // Outside of the provider's routes there is no `oidc`.
    if (!('oidc' in ctx) || (ctx as KoaContextWithOIDC).oidc.route !== 'discovery') return;
    ctx.body = rewrite(ctx.body as Metadata);
  });
}

/** What any application may ask a person for: the edge lets it in, and it needs no role, for that is no third party's. */
function publicScopes(privileges: Privileges): string[] {
  const { edge, roles } = privileges.file;
  const ofRoles = [...roles.values()].flat();
  return ['openid', offlineAccess, ...[...edge.values()].flat().filter((scope) => !ofRoles.includes(scope))];
}
