import { z } from 'zod';

/** Keys that came over plain http could be anybody's; on the loopback interface there is nobody between. */
const safelyFetched = (address: string): boolean => /^(https:|http:\/\/(127\.0\.0\.1|\[::1\])[:/])/.test(address);

const issuer = z.strictObject({
  issuer: z.url(),
  jwksUri: z.url().refine(safelyFetched, 'must be https, or http on 127.0.0.1'),
});

/**
 * The issuers that an API trusts beside its own, as one text of its environment, for `otherIssuers` of `GuardsModule.forRoot`:
 *
 *     [{ "issuer": "https://id.example", "jwksUri": "https://id.example/jwks" }]
 */
export const otherIssuers = z.string().transform(json).pipe(z.array(issuer));

function json(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON list of { "issuer", "jwksUri" }' });
    return z.NEVER;
  }
}
