import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Layout } from '../layout.ts';
import { keptPrivately } from './private-files.ts';

/** The clients of identity that authenticate by private_key_jwt (RFC 7523). */
const clients = ['phantom-token', 'order', 'billing'];

export const clientKeyFile = (layout: Layout, client: string): string => join(layout.keysFolder, `${client}.jwk.json`);

/** Makes each client's key at the first start; its public half goes to identity. */
export async function provideServiceKeys(layout: Layout): Promise<void> {
  mkdirSync(layout.publicKeysFolder, { recursive: true });
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
