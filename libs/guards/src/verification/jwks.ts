import jwksRsa from 'jwks-rsa';
import { createPublicKey } from 'node:crypto';
import type { SigningKey } from './signing-keys.ts';

const timeoutMs = 3_000;

/**
 * Fetches an issuer's published signing keys (RFC 7517 section 5).
 *
 * Only the reading is jwks-rsa's. Its cache and its limiter, which stand before `getSigningKey` alone, let a flood of unknown key
 * ids shut out good ones, and hand out PEM, which costs a parse at each verification.
 */
export function jwksLoader(jwksUri: string): () => Promise<SigningKey[]> {
  const client = jwksRsa({ jwksUri, fetcher: fetchKeySet });
  return async () => {
    const keys = await client.getSigningKeys();
    return keys.map((key) => ({ kid: key.kid, algorithm: key.alg, key: createPublicKey(key.getPublicKey()) }));
  };
}

async function fetchKeySet(jwksUri: string): Promise<{ keys: unknown }> {
  const response = await fetch(jwksUri, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`The key set answered ${response.status}`);
  return (await response.json()) as { keys: unknown };
}
