import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { offlineAccess } from '../privileges/offline-access.ts';
import type { Privileges } from '../privileges/privileges.ts';

/** What the metadata of oidc-provider leaves to be said (RFC 8414 section 2), so that whoever follows it is refused nothing. */
export function publishedMetadata(provider: Provider, privileges: Privileges): void {
  const scopes_supported = ['openid', offlineAccess, ...publicScopes(privileges)];
  provider.use(async (ctx, next) => {
    await next();
    // Outside of the provider's routes there is no `oidc`.
    if (!('oidc' in ctx) || (ctx as KoaContextWithOIDC).oidc.route !== 'discovery') return;
    // No other mode works: clients have this one alone.
    Object.assign(ctx.body as object, { scopes_supported, response_modes_supported: ['query'] });
  });
}

/** What any application may ask a person for: the edge lets it in, and it needs no role, for that is no third party's. */
export function publicScopes(privileges: Privileges): string[] {
  const { edge, roles } = privileges.file;
  const ofRoles = [...roles.values()].flat();
  return [...edge.values()].flat().filter((scope) => !ofRoles.includes(scope));
}
