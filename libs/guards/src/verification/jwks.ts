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
  const { keys } = (await response.json()) as { keys: unknown };
  return { keys: Array.isArray(keys) ? keys.filter(isForVerifying) : keys };
}

/**
 * Whether a member of a key set is a key that says it may verify signatures: `use` and `key_ops` both have a say (RFC 7517 sections
 * 4.2 and 4.3). What is no key, or of a kind that nobody here knows, is ignored by itself, and the others count (section 5).
 */
function isForVerifying(member: unknown): boolean {
  if (typeof member !== 'object' || member === null) return false;
  const { kid, use = 'sig', key_ops: operations = ['verify'] } = member as Record<string, unknown>;
  return typeof kid === 'string' && use === 'sig' && Array.isArray(operations) && operations.includes('verify');
}
