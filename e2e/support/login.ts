import * as oauth from 'openid-client';
import type { Authorization } from './authorization.ts';
import type { Secret } from './secret.ts';
import type { Secrets } from './secrets.ts';

export interface Login {
  readonly opaqueToken: Secret;
  /** Where the client asked to stay connected, and may. */
  readonly refreshToken: Secret | undefined;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
  readonly hasIdToken: boolean;
  readonly consentPage: string | undefined;
}

/** A code that came back, and what redeems it. */
export type Redeemable = Pick<Authorization, 'config' | 'callback' | 'checks'> &
  Partial<Pick<Authorization, 'consentPage'>>;

/** Redeems the code for the opaque token, and for an ID token where `openid` was asked. */
export async function redeem(authorization: Redeemable, secrets: Secrets): Promise<Login> {
  const { config, callback, checks, consentPage } = authorization;
  return loginOf(await oauth.authorizationCodeGrant(config, callback, checks), secrets, consentPage);
}

/** Redeems a refresh token for the next one, and for another opaque token. */
export async function refresh(
  config: oauth.Configuration,
  refreshToken: Secret,
  secrets: Secrets,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Login> {
  return loginOf(await oauth.refreshTokenGrant(config, refreshToken.reveal(), parameters), secrets, undefined);
}

function loginOf(tokens: oauth.TokenEndpointResponse, secrets: Secrets, consentPage: string | undefined): Login {
  if (tokens.id_token) secrets.remember('ID token', tokens.id_token);
  return {
    opaqueToken: secrets.remember('opaque token', tokens.access_token),
    refreshToken: tokens.refresh_token ? secrets.remember('refresh token', tokens.refresh_token) : undefined,
    expiresInSeconds: tokens.expires_in ?? 0,
    scopes: tokens.scope?.split(' ') ?? [],
    hasIdToken: tokens.id_token !== undefined,
    consentPage,
  };
}
