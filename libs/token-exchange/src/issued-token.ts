import { type TokenEndpointResponse } from 'openid-client';
import { AccessToken } from './access-token.ts';
import type { IssuedToken } from './token-cache.ts';

/**
 * The token of an answer, if it is the one asked for: more scopes would be a privilege nobody needs, fewer a refusal later on.
 * An answer that names no scope means the scopes asked for (RFC 6749 section 5.1).
 *
 * @throws TypeError when it is not
 */
export function issuedToken(answer: TokenEndpointResponse, askedScopes: readonly string[]): IssuedToken {
  const issued = answer.scope === undefined ? askedScopes : answer.scope.split(' ').filter(Boolean);
  if (asSet(issued) !== asSet(askedScopes)) throw new TypeError('Issued scopes differ from those asked for');
  if (answer.token_type !== 'bearer') throw new TypeError('Not a bearer token');
  return { token: new AccessToken(answer.access_token), expiresInSeconds: answer.expires_in ?? 0 };
}

function asSet(scopes: readonly string[]): string {
  return [...new Set(scopes)].sort().join(' ');
}
