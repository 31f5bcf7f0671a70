import { createHash, randomBytes } from 'node:crypto';
import { config } from '../identity.config.ts';

/** The account page is a client like any other: people log in to it the same way, by the same pages. */
export const accountClientId = 'account';
export const accountUrl = `${config.ISSUER}/account`;

/**
 * The authorization request of the account page. It needs the session that a login leaves and no token, so its code is never redeemed:
 * nobody is told the verifier of the challenge.
 */
export function accountLoginUrl(): string {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL('/auth', config.ISSUER);
  url.search = new URLSearchParams({
    client_id: accountClientId,
    redirect_uri: accountUrl,
    response_type: 'code',
    scope: 'openid',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return url.href;
}
