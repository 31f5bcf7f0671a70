import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { renderLoggedOut } from '../pages/provider-pages.tsx';

/**
 * Where nobody is logged in there is nothing to ask, and no session to remember the question in: the person goes on to where the
 * application registered (RP-Initiated Logout section 3), or is told that it is done.
 */
export function logoutOfNobody(provider: Provider): void {
  provider.use(async (ctx, next) => {
    await next();
    // Outside of the provider's routes there is no `oidc`.
    if (!('oidc' in ctx) || ctx.status !== 200) return;
    const { oidc } = ctx as KoaContextWithOIDC;
    if (oidc.route !== 'end_session' || oidc.session?.accountId !== undefined) return;
    ctx.remove('set-cookie');
    const { post_logout_redirect_uri: registered, state } = oidc.params ?? {};
    if (typeof registered !== 'string') {
      renderLoggedOut(ctx as KoaContextWithOIDC);
      return;
    }
    const to = new URL(registered);
    if (typeof state === 'string') to.searchParams.set('state', state);
    ctx.redirect(to.href);
    ctx.status = 303;
  });
}
