import type { Provider } from 'oidc-provider';
import { readBody, replaceBody } from '../limits/request-body.ts';
import type { RefuseRequest } from '../limits/whole-requests.ts';

const paths = ['/auth', '/session/end'];

/** What a proxy passes on as a header: 4 KiB. */
const longestLocation = 3500;

/**
 * The two endpoints that browsers are sent to take a form too (OpenID Connect Core section 3.1.2.1, RP-Initiated Logout section 2). A
 * browser sends no SameSite=Lax cookie with another site's form, so it is sent on to the same request as an address, and brings its
 * session there.
 */
export function postedRequests(provider: Provider, refuse: RefuseRequest): void {
  provider.use(async (ctx, next) => {
    const isForm = ctx.method === 'POST' && ctx.is('application/x-www-form-urlencoded') !== false;
    const body = isForm && paths.includes(ctx.path) ? await readBody(ctx) : undefined;
    if (!body) {
      await next();
      return;
    }
    replaceBody(ctx, body);
    const location = `${ctx.path}?${new URLSearchParams(body.toString()).toString()}`;
    if (location.length > longestLocation) {
      refuse(ctx, 'the parameters are too long together');
      return;
    }
    ctx.set('cache-control', 'no-store');
    ctx.redirect(location);
    ctx.status = 303;
  });
}
