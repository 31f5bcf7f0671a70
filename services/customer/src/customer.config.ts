import { otherIssuers } from '@downscope/guards';
import { postgresSettings } from '@downscope/postgres';
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
  ...postgresSettings,
  /** "true" where plain http between services is fine: on one machine, or inside a mesh that encrypts. */
  ALLOW_INSECURE_HTTP: z.stringbool().default(false),
  ENVIRONMENT: z.enum(['local', 'kind', 'production']),
  /** YAML file with customers to start with; not in production. */
  CUSTOMERS_FILE: z.string().optional(),
});
