import type { TokenProfile } from './token-profile.ts';

/**
 * Keycloak, 24 and later. Source: its Server Administration Guide, "Using service accounts" and "Advanced configuration" of
 * OpenID Connect clients (https://www.keycloak.org/docs/latest/server_admin/).
 *
 * - `typ: JWT` in the header of all its tokens, `at+jwt` where a client's switch for RFC 9068 is on; a claim `typ` says which is for
 *   an API: `Bearer`, not `ID`, `Refresh` or `Logout`.
 * - The client is `azp`. `aud` names this API only if the client has an audience mapper; `account` may stand beside it, and has to
 *   be allowed by `otherAudiences`.
 * - A service account is a user of its own: its `sub` is a UUID, not the client. But the mapper "Client ID", of the scope
 *   `service_account`, writes the claim `client_id` into tokens of the client credentials grant, which have no session (`sid`). Not
 *   `preferred_username`: a person may be called `service-account-x`.
 */
export const keycloak: TokenProfile = {
  type: /^(?:JWT|at\+jwt)$/i,
  headerParameters: [],
  client: ['azp'],
  id: 'jti',
  scope: 'scope',
  kind: { claim: 'typ', value: 'Bearer' },
  otherAudiences: () => [],
  maxLifetimeSeconds: 3600,
  isService: ({ azp, client_id: client, sid }) => azp === client && sid === undefined,
};
