import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Layout } from '../layout.ts';
import { keptPrivately } from './private-files.ts';

/** The clients of identity that authenticate by private_key_jwt (RFC 7523). */
const clients = ['phantom-token', 'order', 'billing', 'storefront'];

export const clientKeyFile = (layout: Layout, client: string): string => join(layout.keysFolder, `${client}.jwk.json`);

/** What identity seals its own keys by, which the database does not hold. */
export const keyEncryptionKeyFile = (layout: Layout): string => join(layout.keysFolder, 'key-encryption-key');

/** Makes each client's key at the first start; its public half goes to identity. And the key of identity's keys. */
export async function provideServiceKeys(layout: Layout): Promise<void> {
  mkdirSync(layout.publicKeysFolder, { recursive: true });
  if (!existsSync(keyEncryptionKeyFile(layout))) {
    writeFileSync(keyEncryptionKeyFile(layout), randomBytes(32).toString('base64url'), { mode: 0o600 });
  }
  await Promise.all(
    clients.map(async (client) => {
      const { kty, n, e, alg, use, kid } = await keptPrivately(clientKeyFile(layout, client), makeKey);
      writeFileSync(
        join(layout.publicKeysFolder, `${client}.jwks.json`),
        JSON.stringify({ keys: [{ kty, n, e, alg, use, kid }] }, null, 2),
      );
    }),
  );
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('PS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'PS256', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}
