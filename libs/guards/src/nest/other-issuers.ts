import { z } from 'zod';
import { type TokenProfileName, tokenProfiles } from '../verification/profiles/token-profiles.ts';
import { isSafelyFetched } from './insecure-jwks-uri.ts';

const issuer = z.strictObject({
  issuer: z.url(),
  jwksUri: z.url().refine(isSafelyFetched, 'must be https, or http on 127.0.0.1'),
  profile: z.enum(Object.keys(tokenProfiles) as [TokenProfileName, ...TokenProfileName[]]).exactOptional(),
});

/**
 * The issuers that an API trusts beside its own, as one text of its environment, for `otherIssuers` of `GuardsModule.forRoot`:
 *
 *     [{ "issuer": "https://id.example", "jwksUri": "https://id.example/jwks", "profile": "keycloak" }]
 */
export const otherIssuers = z.string().transform(json).pipe(z.array(issuer));

function json(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON list of { "issuer", "jwksUri", "profile"? }' });
    return z.NEVER;
  }
}
