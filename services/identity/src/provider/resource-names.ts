import type { Provider } from 'oidc-provider';
import { readBody, replaceBody } from '../limits/request-body.ts';

/**
 * Lets a client name what it asks a token for as the API's metadata does (RFC 9728 section 2, RFC 8707 section 2): whoever has read
 * nothing else knows it by that name. Behind here it has one name, so a code that was asked for by one is redeemed by the other.
 */
export function resourceNames(provider: Provider, apiOrigin: string, audience: string): void {
  // An origin as browsers write it, and as an address.
  const names = [apiOrigin, `${apiOrigin}/`];
  const renamed = (parameters: string): string | undefined => {
    const all = new URLSearchParams(parameters);
    if (!all.getAll('resource').some((resource) => names.includes(resource))) return undefined;
    return new URLSearchParams(
      [...all].map(([name, value]) => [name, name === 'resource' && names.includes(value) ? audience : value]),
    ).toString();
  };
  provider.use(async (ctx, next) => {
    ctx.querystring = renamed(ctx.querystring) ?? ctx.querystring;
    if (ctx.method === 'POST' && ctx.is('application/x-www-form-urlencoded') !== false) {
      const body = await readBody(ctx);
      if (body) replaceBody(ctx, Buffer.from(renamed(body.toString()) ?? body));
    }
    await next();
  });
}
