import type { RevocationsOptions } from '@downscope/revocations';
import { environment } from '@downscope/service';
import { z } from 'zod';

/** Plain http is refused unless this says that something else protects the way. */
const { ALLOW_INSECURE_HTTP } = environment({ ALLOW_INSECURE_HTTP: z.stringbool().default(false) });
const protocol = ALLOW_INSECURE_HTTP ? /^https?$/ : /^https$/;

/** Every setting of this service. What is missing or malformed ends the start, named. */
export const config = environment({
  /** The identity server's name: the audience of this service's assertions. Compared, never dialed. */
  ISSUER: z.url(),
  /** Identity's internal listener: dialed, never compared. */
  IDENTITY_URL: z.url({ protocol, error: 'must be an https URL, unless ALLOW_INSECURE_HTTP is true' }),
  /** This service's credential towards identity, one of two files: its private key (JWK), or a token that the platform renews. */
  CLIENT_KEY_FILE: z.string().optional(),
  CLIENT_TOKEN_FILE: z.string().optional(),
  /** Origin of the API on the internet: the resource that the metadata describes. */
  API_ORIGIN: z.url().refine((url) => new URL(url).origin === url, 'must be an origin, without a path'),
});

/** Where the API's metadata is found (RFC 9728 section 3.1). */
export const resourceMetadata = `${config.API_ORIGIN}/.well-known/oauth-protected-resource`;

/** Where this service's own token comes from, and how it proves there who it is. */
const identity = {
  issuer: config.ISSUER,
  identityUrl: config.IDENTITY_URL,
  clientId: 'phantom-token',
  clientKeyFile: config.CLIENT_KEY_FILE,
  clientTokenFile: config.CLIENT_TOKEN_FILE,
  allowInsecureHttp: ALLOW_INSECURE_HTTP,
};

/** What this service hears from identity of revoked tokens: in a stream of its own. No token lives longer than five minutes. */
export const heard: RevocationsOptions = {
  ...identity,
  audience: 'urn:downscope:identity',
  scopes: ['ssf.manage', 'ssf.read'],
  longestLifeSeconds: 300,
};
