import * as oauth from 'openid-client';
import { loopbackFetch } from './loopback.ts';

/** openid-client over our own `fetch`: `*.localhost` resolves, and http is allowed, as it is on loopback alone. */
export const overLoopback = (url: string, options: oauth.CustomFetchOptions): Promise<Response> =>
  loopbackFetch(url, options as Parameters<typeof loopbackFetch>[1]) as unknown as Promise<Response>;

/** A public client (RFC 6749 section 2.1), configured by what the issuer publishes about itself. */
export function publicClient(issuer: string, clientId: string): Promise<oauth.Configuration> {
  return oauth.discovery(new URL(issuer), clientId, undefined, oauth.None(), {
    execute: [oauth.allowInsecureRequests],
    [oauth.customFetch]: overLoopback,
  });
}
