import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';

const json = z
  .string()
  .max(20_000)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  });

const base64url = z.string().regex(/^[\w-]+$/);
const credential = { id: base64url, rawId: base64url, type: z.literal('public-key') };

/** What a form sends of an authenticator's answer: the JSON that browsers make of it (WebAuthn section 5.1). */
export const assertionSchema = z.object({
  response: json.pipe(
    z.looseObject({
      ...credential,
      response: z.looseObject({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
    }) as unknown as z.ZodType<AuthenticationResponseJSON>,
  ),
});

export const attestationSchema = z.object({
  response: json.pipe(
    z.looseObject({
      ...credential,
      response: z.looseObject({ clientDataJSON: base64url, attestationObject: base64url }),
    }) as unknown as z.ZodType<RegistrationResponseJSON>,
  ),
});

export type Assertion = z.infer<typeof assertionSchema>;
export type Attestation = z.infer<typeof attestationSchema>;
