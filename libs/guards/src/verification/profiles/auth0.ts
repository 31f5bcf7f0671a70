import type { TokenProfile } from './token-profile.ts';

/**
 * Auth0, in both of its dialects. Source: "Access Token Profiles"
 * (https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles).
 *
 * - The Auth0 profile, which is the default, has `typ: JWT`, the client in `azp` and no `jti`; its RFC 9068 profile has `at+jwt`,
 *   `client_id` and `jti`. Ask for the second where traces and logs should name a token.
 * - With the scope `openid`, the issuer's `/userinfo` stands in `aud` beside the API. The issuer ends with a slash.
 * - They live a day unless the API's settings say less.
 * - A machine's `sub` is its client id with `@clients` behind it; a person's has the connection before a bar (`auth0|…`).
 */
export const auth0: TokenProfile = {
  type: /^(?:JWT|at\+jwt)$/i,
  headerParameters: [],
  client: ['client_id', 'azp'],
  id: undefined,
  scope: 'scope',
  otherAudiences: (issuer) => [`${issuer}userinfo`],
  maxLifetimeSeconds: 24 * 3600,
  isService: ({ sub, client_id: client, azp }) => sub === `${String(client ?? azp)}@clients`,
};
