import { randomUUID } from 'node:crypto';
import type { AccessToken, AuthorizationCode } from 'oidc-provider';
import { z } from 'zod';
import type { Claims } from '../privileges/decision.ts';

const extraSchema = z.object({
  origin_jti: z.uuid(),
  auth_time: z.int().optional(),
  claims: z.record(z.string(), z.string()),
});

/** What is stored with an opaque token beside what oidc-provider stores. */
export type TokenExtra = z.infer<typeof extraSchema>;

/**
 * Every token inside that descends from this opaque token carries its `origin_jti`, so that they end with it. It is random and new
 * for every opaque token, and tells nothing of the token itself.
 */
export function newTokenExtra(code: AuthorizationCode | undefined, claims: Claims): TokenExtra {
  return { origin_jti: randomUUID(), ...(code?.authTime !== undefined && { auth_time: code.authTime }), claims };
}

export function tokenExtra(token: AccessToken): TokenExtra {
  return extraSchema.parse(token.extra);
}
