import { z } from 'zod';

/** How somebody logged in: by a password, or by a passkey, which cannot be phished (OpenID Connect EAP ACR values, `phr`). */
export const acrs = ['phr', 'pwd'] as const;
export type Acr = (typeof acrs)[number];

const claimsSchema = z.object({
  id_token: z
    .object({ acr: z.object({ value: z.string().optional(), values: z.array(z.string()).optional() }).nullish() })
    .nullish(),
});

/**
 * The ways to log in of which a client asks one: `acr_values` (OpenID Connect Core section 3.1.2.1, RFC 9470 section 4), or an `acr` in
 * `claims` (section 5.5.1.1). None where it does not ask.
 */
export function acrsAsked(params: Readonly<Record<string, unknown>>): readonly string[] {
  const { acr_values: values, claims } = params;
  const acr = typeof claims === 'string' ? claimsSchema.parse(JSON.parse(claims)).id_token?.acr : undefined;
  const asked = [...(typeof values === 'string' ? values.split(' ') : []), ...(acr?.values ?? []), acr?.value ?? ''];
  return [...new Set(asked)].filter((value) => value !== '');
}

/** Whether it can be told which ways to log in `claims` asks for, if any. */
export function areUnderstood(claims: unknown): boolean {
  return claimsSchema.safeParse(claims).success;
}

/** Whether a password is too little for what is asked. */
export function needsPasskey(asked: readonly string[]): boolean {
  return asked.includes('phr') && !asked.includes('pwd');
}

/** Whether any of it can be given at all. */
export function canBeMet(asked: readonly string[]): boolean {
  return asked.length === 0 || acrs.some((acr) => asked.includes(acr));
}
