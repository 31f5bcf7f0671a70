export { AccessToken } from './access-token.ts';
export { DownstreamApi, type DownstreamCall, type DownstreamOptions } from './downstream-api.ts';
export { DownstreamMisunderstood, DownstreamRefused, DownstreamUnavailable, InsecureUrl } from './errors.ts';
export type { TokenExchangeOptions } from './identity-server.ts';
export { privateKeyJwt } from './private-key-jwt.ts';
export { type HoldsToken, TokenClient, type TokenRequest } from './token-client.ts';
export { TokenExchangeModule } from './token-exchange.module.ts';
