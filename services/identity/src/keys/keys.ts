import type { Database, Transaction } from '@downscope/postgres';
import { desc, sql } from 'drizzle-orm';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { randomBytes } from 'node:crypto';
import { cookieKeys, signingKeys } from './keys.table.ts';

// Any constant: it separates this from other users of advisory locks in the same database.
const firstStartLock = 4_171_204;
const cookieKeyBytes = 32;

/** What identity signs with. Newest first: the first key signs, every key is published. */
export class Keys {
  private constructor(
    readonly signing: readonly [JWK, ...JWK[]],
    readonly cookie: readonly string[],
  ) {}

  /** Reads the keys, and makes them at the very first start. Processes that start together take turns and agree. */
  static load(database: Database): Promise<Keys> {
    return database.transaction(async (tx) => {
      await tx.execute(sql`SELECT pg_advisory_xact_lock(${firstStartLock})`);
      const [newest, ...older] = await storedSigningKeys(tx);
      const cookie = await storedCookieKeys(tx);
      return new Keys(
        [newest ?? (await makeSigningKey(tx)), ...older],
        cookie.length > 0 ? cookie : [await makeCookieKey(tx)],
      );
    });
  }
}

async function storedSigningKeys(tx: Transaction): Promise<JWK[]> {
  const rows = await tx.select().from(signingKeys).orderBy(desc(signingKeys.createdAt));
  return rows.map((row) => row.privateJwk);
}

async function storedCookieKeys(tx: Transaction): Promise<string[]> {
  const rows = await tx.select().from(cookieKeys).orderBy(desc(cookieKeys.createdAt));
  return rows.map((row) => row.secret);
}

async function makeSigningKey(tx: Transaction): Promise<JWK> {
  const { privateKey } = await generateKeyPair('PS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const privateJwk = { ...jwk, kid, alg: 'PS256', use: 'sig' };
  await tx.insert(signingKeys).values({ kid, privateJwk });
  return privateJwk;
}

async function makeCookieKey(tx: Transaction): Promise<string> {
  const secret = randomBytes(cookieKeyBytes).toString('base64url');
  await tx.insert(cookieKeys).values({ secret });
  return secret;
}
