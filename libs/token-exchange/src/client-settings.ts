import { z } from 'zod';
import type { TokenExchangeOptions } from './identity-server.ts';

/** Variables that a service has which asks the identity server for tokens, to be read with its others. */
export const clientSettings = {
  /** What the identity server is called: compared, never dialed. */
  ISSUER: z.url(),
  /** Where it is reached: dialed, never compared. */
  IDENTITY_URL: z.url(),
  /** This service's credential there, one of two files: its private key (JWK), or a token that the platform renews. */
  CLIENT_KEY_FILE: z.string().optional(),
  CLIENT_TOKEN_FILE: z.string().optional(),
  /** "true" where plain http between services is fine: on one machine, or inside a mesh that encrypts. */
  ALLOW_INSECURE_HTTP: z.stringbool().default(false),
};

export type ClientSettings = z.infer<z.ZodObject<typeof clientSettings>>;

/** Where a service's tokens come from, and how it proves there who it is. */
export function clientFrom(settings: ClientSettings, clientId: string): TokenExchangeOptions {
  return {
    issuer: settings.ISSUER,
    identityUrl: settings.IDENTITY_URL,
    clientId,
    clientKeyFile: settings.CLIENT_KEY_FILE,
    clientTokenFile: settings.CLIENT_TOKEN_FILE,
    allowInsecureHttp: settings.ALLOW_INSECURE_HTTP,
  };
}
