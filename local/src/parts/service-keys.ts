import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Layout } from '../layout.ts';
import { tokenClients } from '../service-list.ts';
import { keptPrivately } from './private-files.ts';

/** The clients of identity that authenticate by private_key_jwt (RFC 7523). */
const clients = [...tokenClients, 'storefront'];

/** Where keys are kept, and their public halves. */
export type KeyFolders = Pick<Layout, 'keysFolder' | 'publicKeysFolder'>;

export const clientKeyFile = (folders: KeyFolders, client: string): string =>
  join(folders.keysFolder, `${client}.jwk.json`);

/** What identity seals its own keys by, which the database does not hold. */
export const keyEncryptionKeyFile = (folders: KeyFolders): string => join(folders.keysFolder, 'key-encryption-key');

/** Makes each client's key at the first start; its public half goes to identity. And the key of identity's keys. */
export async function provideServiceKeys(folders: KeyFolders): Promise<void> {
  mkdirSync(folders.publicKeysFolder, { recursive: true });
  if (!existsSync(keyEncryptionKeyFile(folders))) {
    writeFileSync(keyEncryptionKeyFile(folders), randomBytes(32).toString('base64url'), { mode: 0o600 });
  }
  await Promise.all(
    clients.map(async (client) => {
      const { kty, n, e, alg, use, kid } = await keptPrivately(clientKeyFile(folders, client), makeKey);
      writeFileSync(
        join(folders.publicKeysFolder, `${client}.jwks.json`),
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
