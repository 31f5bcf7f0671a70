export { AccessToken } from './access-token.ts';
export { clientAuthentication } from './client-authentication.ts';
export { clientFrom, type ClientSettings, clientSettings } from './client-settings.ts';
export { DownstreamApi, type DownstreamCall, type DownstreamOptions } from './downstream-api.ts';
export {
  ClientCredentialInvalid,
  downstreamErrors,
  DownstreamMisunderstood,
  DownstreamRefused,
  DownstreamUnavailable,
  InsecureUrl,
  SubjectTokenEnded,
} from './errors.ts';
export type { TokenExchangeOptions } from './identity-server.ts';
export type { RevocationList } from './revocation-list.ts';
export { StandingToken } from './standing-token.ts';
export { type HoldsToken, TokenClient, type TokenRequest } from './token-client.ts';
export { TokenExchangeModule } from './token-exchange.module.ts';
