import { otherIssuers } from '@downscope/guards';
import { postgresSettings } from '@downscope/postgres';
import type { RevocationsOptions } from '@downscope/revocations';
import { environment } from '@downscope/service';
import { z } from 'zod';

/** Every setting of this service. What is missing or malformed ends the start, named. */
export const config = environment({
  /** The issuer that tokens must name: compared, never dialed. */
  ISSUER: z.url(),
  /** Identity's internal listener: dialed, never compared. */
  IDENTITY_URL: z.url(),
  /**
   * More issuers whose word counts as much, as a JSON list of { issuer, jwksUri, profile? }: a company's second one, or, on a stack of its
   * own, that of `npm run attacks`.
   */
  OTHER_ISSUERS: otherIssuers.default([]),
  /** Origin of the API on the internet, where its metadata is found. */
  API_ORIGIN: z.url(),
  /** This service's credential towards identity, one of two files: its private key (JWK), or a token that the platform renews. */
  CLIENT_KEY_FILE: z.string().optional(),
  CLIENT_TOKEN_FILE: z.string().optional(),
  ...postgresSettings,
  /** "true" where plain http between services is fine: on one machine, or inside a mesh that encrypts. */
  ALLOW_INSECURE_HTTP: z.stringbool().default(false),
  ENVIRONMENT: z.enum(['local', 'kind', 'production']),
  /** YAML file with customers to start with; not in production. */
  CUSTOMERS_FILE: z.string().optional(),
});

/** Where this service's own token comes from, and how it proves there who it is. */
const identity = {
  issuer: config.ISSUER,
  identityUrl: config.IDENTITY_URL,
  clientId: 'customer',
  clientKeyFile: config.CLIENT_KEY_FILE,
  clientTokenFile: config.CLIENT_TOKEN_FILE,
  allowInsecureHttp: config.ALLOW_INSECURE_HTTP,
};

/** What this service hears from identity of revoked tokens: in a stream of its own. No token lives longer than five minutes. */
export const heard: RevocationsOptions = {
  ...identity,
  audience: 'urn:downscope:identity',
  scopes: ['ssf.manage', 'ssf.read'],
  longestLifeSeconds: 300,
};
