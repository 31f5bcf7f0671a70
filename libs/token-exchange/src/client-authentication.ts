import type { ClientAuth } from 'openid-client';
import { clientToken } from './client-token.ts';
import { ClientCredentialInvalid } from './errors.ts';
import { privateKeyJwt } from './private-key-jwt.ts';

/** How the client proves who it is: exactly one of the two. */
export interface ClientCredential {
  /** The client's private JWK, in a JSON file. */
  readonly clientKeyFile?: string | undefined;
  /** A token that the platform issues and renews, such as a projected ServiceAccount token. */
  readonly clientTokenFile?: string | undefined;
}

/** @throws ClientCredentialInvalid unless exactly one file is set, and can be used */
export async function clientAuthentication(credential: ClientCredential): Promise<ClientAuth> {
  const { clientKeyFile, clientTokenFile } = credential;
  if (clientKeyFile !== undefined && clientTokenFile === undefined) return privateKeyJwt(clientKeyFile);
  if (clientTokenFile !== undefined && clientKeyFile === undefined) return clientToken(clientTokenFile);
  throw new ClientCredentialInvalid(
    'Exactly one of clientKeyFile (CLIENT_KEY_FILE) and clientTokenFile (CLIENT_TOKEN_FILE) must be set',
  );
}
