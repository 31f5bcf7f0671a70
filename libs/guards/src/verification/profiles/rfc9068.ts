import type { TokenProfile } from './token-profile.ts';

/**
 * The standard: JWT Profile for OAuth 2.0 Access Tokens, RFC 9068 section 2.
 *
 * A client that acts as itself is named by both `sub` and `client_id` (section 2.2).
 */
export const rfc9068: TokenProfile = {
  type: /^(?:application\/)?at\+jwt$/i,
  headerParameters: [],
  client: ['client_id'],
  id: 'jti',
  scope: 'scope',
  otherAudiences: () => [],
  maxLifetimeSeconds: 3600,
  isService: ({ sub, client_id: client }) => sub === client,
};
