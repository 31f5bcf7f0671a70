import { type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { lifetimeSeconds } from '../lifetimes.ts';
import { ClusterKeysUnavailable } from './cluster-keys.ts';

/** What a ServiceAccount token must be, to be believed. */
export interface ServiceAccountTrust {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
}

/** The token does not prove which ServiceAccount is asking. The message is for the audit, not for who asks. */
export class ServiceAccountTokenRefused extends Error {
  override readonly name = 'ServiceAccountTokenRefused';
  readonly code = 'service_account_token_refused';
}

/** What an API server signs with, by the kind of its key. */
const algorithms = ['RS256', 'ES256', 'ES384', 'ES512'];
/** A token is sent as soon as it is renewed, perhaps to a clock that is behind. */
const clockToleranceSeconds = 5;

const bound = z.object({
  sub: z.string(),
  iat: z.number(),
  exp: z.number(),
  'kubernetes.io': z.object({
    namespace: z.string(),
    serviceaccount: z.object({ name: z.string() }),
    pod: z.object({ name: z.string(), uid: z.string() }),
  }),
});

/**
 * The ServiceAccount that a projected token was issued to, as `system:serviceaccount:NAMESPACE:NAME`. A token that is bound to no pod was
 * projected into none: somebody had it made.
 *
 * @throws ServiceAccountTokenRefused, ClusterKeysUnavailable
 */
export async function serviceAccountOf(
  token: string,
  { issuer, audience, keys }: ServiceAccountTrust,
): Promise<string> {
  const payload = await verified(token, { issuer, audience, keys });
  // One token for two listeners would be worth something at either.
  if ([payload.aud].flat().length !== 1) throw new ServiceAccountTokenRefused('it is for another audience too');
  const { success, data } = bound.safeParse(payload);
  if (!success) throw new ServiceAccountTokenRefused('it is bound to no pod of a ServiceAccount');
  const { namespace, serviceaccount } = data['kubernetes.io'];
  if (data.sub !== `system:serviceaccount:${namespace}:${serviceaccount.name}`) {
    throw new ServiceAccountTokenRefused('its subject is not the ServiceAccount that it is bound to');
  }
  if (data.exp - data.iat > lifetimeSeconds.serviceAccountToken) {
    throw new ServiceAccountTokenRefused('it lives too long');
  }
  return data.sub;
}

async function verified(token: string, { issuer, audience, keys }: ServiceAccountTrust): Promise<JWTPayload> {
  try {
    const { serviceAccountToken: maxTokenAge } = lifetimeSeconds;
    // With an age it must say when it was issued, and that must have been (RFC 7523 section 3, rule 6).
    const options = { issuer, audience, algorithms, maxTokenAge, clockTolerance: clockToleranceSeconds };
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (error instanceof ClusterKeysUnavailable) throw error;
    throw new ServiceAccountTokenRefused((error as Error).message, { cause: error });
  }
}
