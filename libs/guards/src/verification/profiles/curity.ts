import type { TokenProfile } from './token-profile.ts';

/**
 * Curity Identity Server. Source: "Token Concepts" and "JWT Best Practices" (https://curity.io/resources/learn/), and the tokens
 * that its published examples print.
 *
 * - The header has `x5t` beside `kid` and, by default, no `typ`; a claim `purpose` says `access_token`.
 * - `client_id` is no default claim: add it to the claims of the token issuer, since nothing else says who calls.
 * - In the client credentials flow, the client is the subject.
 */
export const curity: TokenProfile = {
  type: /^(?:|JWT|at\+jwt)$/i,
  headerParameters: ['x5t', 'x5t#S256'],
  client: ['client_id'],
  id: 'jti',
  scope: 'scope',
  kind: { claim: 'purpose', value: 'access_token' },
  otherAudiences: () => [],
  maxLifetimeSeconds: 3600,
  isService: ({ sub, client_id: client }) => sub === client,
};
