import { z } from 'zod';
import type { GuardsOptions } from './guards-options.ts';
import { otherIssuers } from './other-issuers.ts';

/** Variables that an API has whose tokens come from one identity server, to be read with its others. */
export const guardsSettings = {
  /** The issuer that tokens must name: compared, never dialed. */
  ISSUER: z.url(),
  /** Where the identity server is reached, which has its keys at /jwks: dialed, never compared. */
  IDENTITY_URL: z.url(),
  /**
   * More issuers whose word counts as much, as a JSON list of { issuer, jwksUri, profile? }: a company's second one, or, on a stack of its
   * own, that of `npm run attacks`.
   */
  OTHER_ISSUERS: otherIssuers.default([]),
  /** Origin of the API on the internet, where its metadata is found (RFC 9728). */
  API_ORIGIN: z.url(),
  /** "true" where plain http between services is fine: on one machine, or inside a mesh that encrypts. */
  ALLOW_INSECURE_HTTP: z.stringbool().default(false),
};

export type GuardsSettings = z.infer<z.ZodObject<typeof guardsSettings>>;

/** @param audience what this API is called in `aud` */
export function guardsFrom(settings: GuardsSettings, audience: string): GuardsOptions {
  return {
    issuer: settings.ISSUER,
    audience,
    jwksUri: `${settings.IDENTITY_URL}/jwks`,
    allowInsecureHttp: settings.ALLOW_INSECURE_HTTP,
    otherIssuers: settings.OTHER_ISSUERS,
    resourceMetadata: `${settings.API_ORIGIN}/.well-known/oauth-protected-resource`,
  };
}
