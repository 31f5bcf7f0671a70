import { randomUUID } from 'node:crypto';
import type { AccessToken, AuthorizationCode, RefreshToken } from 'oidc-provider';
import { z } from 'zod';
import type { Claims } from '../privileges/decision.ts';
import { loginOf } from './access-token.ts';

const extraSchema = z.object({
  origin_jti: z.uuid(),
  auth_time: z.int().optional(),
  acr: z.string().optional(),
  amr: z.array(z.string()).optional(),
  claims: z.record(z.string(), z.string()),
});

/** What is stored with an opaque token beside what oidc-provider stores. */
export type TokenExtra = z.infer<typeof extraSchema>;

/**
 * Every token inside that descends from this opaque token carries its `origin_jti`, so that they end with it. It is random and new
 * for every opaque token, and tells nothing of the token itself.
 *
 * @param source what the token is given for; it knows the login
 */
export function newTokenExtra(source: AuthorizationCode | RefreshToken | undefined, claims: Claims): TokenExtra {
  const { authTime: auth_time, acr, amr } = source ?? {};
  return { origin_jti: randomUUID(), ...loginOf({ auth_time, acr, amr }), claims };
}

export function tokenExtra(token: AccessToken): TokenExtra {
  return extraSchema.parse(token.extra);
}
