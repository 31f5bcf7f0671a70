import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

export const keyPurposes = ['signing', 'id-token', 'security-event', 'cookie', 'mac', 'audit'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/** When a key is in use. It is known to whoever verifies before it signs, and after it no longer does. */
export interface Scheduled {
  readonly purpose: KeyPurpose;
  readonly kid: string;
  readonly activeFromMs: number;
}

/** What a key of each purpose that has a public half signs by. One key signs by one algorithm. */
const algorithms = {
  /** Access tokens, ID tokens and security events. */
  signing: 'PS256',
  /** ID tokens of clients that registered RS256, which every OpenID provider has to know (Discovery section 3). No service trusts it. */
  'id-token': 'RS256',
  /** Security events of streams whose client asks for RS256, as the CAEP Interoperability Profile has it. No access token's either. */
  'security-event': 'RS256',
} as const;

export interface SigningKey extends Scheduled {
  readonly purpose: keyof typeof algorithms;
  readonly privateJwk: JWK;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly publicKey: CryptoKey;
}

/** Signs cookies, the ids of codes and of opaque and refresh tokens, or the audit: HMAC. */
export interface SecretKey extends Scheduled {
  readonly purpose: Exclude<KeyPurpose, keyof typeof algorithms>;
  readonly secret: Buffer;
}

export type Key = SigningKey | SecretKey;

const secretBytes = 32;
/** Eight characters: it stands in every id that the key signs. */
const kidBytes = 6;

const signingJwk = z.looseObject({
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
  kid: z.string(),
});
const secretJwk = z.object({ kty: z.literal('oct'), k: z.string(), kid: z.string() });

/** The private JWK of a new key. */
export async function newJwk(purpose: KeyPurpose): Promise<JWK & { kid: string }> {
  if (isSecret(purpose)) {
    const [kid, k] = [kidBytes, secretBytes].map((bytes) => randomBytes(bytes).toString('base64url'));
    return { kty: 'oct', k, kid } as JWK & { kid: string };
  }
  const alg = algorithms[purpose];
  const { privateKey } = await generateKeyPair(alg, { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg, use: 'sig' };
}

export async function keyOf(purpose: KeyPurpose, jwk: unknown, activeFromMs: number): Promise<Key> {
  if (isSecret(purpose)) {
    const { k, kid } = secretJwk.parse(jwk);
    return { purpose, kid, activeFromMs, secret: Buffer.from(k, 'base64url') };
  }
  const { n, e, kid, ...secrets } = signingJwk.parse(jwk);
  const publicJwk = { kty: 'RSA', n, e, kid, alg: algorithms[purpose], use: 'sig' } as const;
  const privateJwk: JWK = { ...secrets, ...publicJwk };
  const [privateKey, publicKey] = await Promise.all([importJWK(privateJwk), importJWK(publicJwk)]);
  return {
    purpose,
    kid,
    activeFromMs,
    privateJwk,
    privateKey: privateKey as CryptoKey,
    publicJwk,
    publicKey: publicKey,
  };
}

function isSecret(purpose: KeyPurpose): purpose is SecretKey['purpose'] {
  return !(purpose in algorithms);
}
