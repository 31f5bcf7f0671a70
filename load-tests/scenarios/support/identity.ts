import http from 'k6/http';
import { issuer } from './settings.ts';

/** Where people log in and codes are redeemed (RFC 8414 section 2). */
export interface Endpoints {
  readonly authorization: string;
  readonly token: string;
}

/** Asks identity, as any client does. An endpoint of another origin would take passwords there: it is refused. */
export function findEndpoints(): Endpoints {
  const response = http.get(`${issuer}/.well-known/openid-configuration`, { redirects: 0, tags: { name: 'metadata' } });
  if (response.status !== 200) throw new Error(`${response.url}: ${response.error || response.status}`);
  return {
    authorization: ownEndpoint(response.json('authorization_endpoint')),
    token: ownEndpoint(response.json('token_endpoint')),
  };
}

function ownEndpoint(url: unknown): string {
  if (typeof url !== 'string' || !url.startsWith(`${issuer}/`)) throw new Error(`not an endpoint of ${issuer}`);
  return url;
}
