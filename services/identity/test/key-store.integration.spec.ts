import './settings.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { newJwk } from '../src/keys/key.ts';
import { FileKeyEncryption } from '../src/keys/file-key-encryption.ts';
import { KeyEncryptionFailed } from '../src/keys/key-encryption.ts';
import { KeyRing } from '../src/keys/key-ring.ts';
import { KeyStore } from '../src/keys/key-store.ts';
import { IdentityDatabase } from './identity-database.ts';

// Making RSA keys takes its time where the cores are busy.
jest.setTimeout(60_000);

const hour = 3_600_000;
const times = { everyMs: 720 * hour, publishedAheadMs: 900_000 };
const line = (): string => randomBytes(32).toString('base64url');
const encryptionKey = line();

let server: IdentityDatabase;
let database: Database;
beforeAll(async () => {
  server = await IdentityDatabase.start();
  database = server.connect();
}, 60_000);
afterAll(() => server.stop());
beforeEach(() => database.drizzle.execute(sql`DELETE FROM keys`));

const replica = (keys = encryptionKey): KeyStore => new KeyStore(server.connect(), FileKeyEncryption.of(keys));
const one = async (): Promise<KeyStore> => {
  const store = replica();
  await store.prepare(times);
  return store;
};
const ringAt = async (store: KeyStore, laterMs = 0): Promise<KeyRing> =>
  new KeyRing(await store.load(), () => Date.now() + laterMs);
const kids = async (store: KeyStore): Promise<string[]> => (await store.list()).map(({ kid }) => kid).sort();

describe('the keys of several replicas', () => {
  it('are made once, one for each purpose, however many start together', async () => {
    const replicas = Array.from({ length: 4 }, () => replica());
    await Promise.all(replicas.map((store) => store.prepare(times)));
    const rings = await Promise.all(replicas.map((store) => ringAt(store)));
    expect(await kids(await one())).toHaveLength(6);
    expect(new Set(rings.map((ring) => ring.signingKey().kid)).size).toBe(1);
    expect(new Set(rings.map((ring) => ring.secretKey('mac').secret.toString('hex'))).size).toBe(1);
  });

  it('stay until they are due', async () => {
    const store = await one();
    const before = await kids(store);
    await store.rotateIfDue(times);
    expect(await kids(store)).toEqual(before);
  });

  it('are followed by others that are known before they sign, once, whoever comes first', async () => {
    const store = await one();
    const first = await ringAt(store);
    await database.drizzle.execute(sql`UPDATE keys SET active_from = now() - interval '30 days'`);
    await Promise.all([store, replica(), replica()].map((each) => each.rotateIfDue(times)));

    const now = await ringAt(store);
    expect(now.signingKey().kid).toBe(first.signingKey().kid);
    expect(now.publishedKeys()).toHaveLength(2);
    const later = await ringAt(store, times.publishedAheadMs + 1000);
    expect(later.signingKey().kid).toBe(now.publishedKeys()[1]?.kid);
    expect(later.secretKey('cookie').kid).not.toBe(first.secretKey('cookie').kid);
  });

  it('verify as long as anything lives that they signed, and go then', async () => {
    const store = await one();
    const first = (await ringAt(store)).signingKey().kid;
    await store.rotate({ ...times, publishedAheadMs: 1000 });
    const published = async (laterMs: number): Promise<string[]> =>
      (await ringAt(store, laterMs)).publishedKeys().map(({ kid }) => kid);
    expect(await published(7.9 * hour)).toContain(first);
    expect(await published(8.1 * hour)).not.toContain(first);

    await database.drizzle.execute(sql`UPDATE keys SET active_from = active_from - interval '9 hours'`);
    await store.rotateIfDue(times);
    expect(await kids(store)).not.toContain(first);
    // One of each purpose, what sealed the audit, and the older one that made ids: a refresh token may live for thirty days.
    expect(await kids(store)).toHaveLength(8);

    await database.drizzle.execute(sql`UPDATE keys SET active_from = active_from - interval '30 days'`);
    await store.rotateIfDue({ ...times, everyMs: 90 * 24 * hour });
    expect(await kids(store)).toHaveLength(6);
  });
});

describe('what is stored of a key', () => {
  it('cannot be opened with another key, and the start says so', async () => {
    await one();
    await expect(replica(line()).prepare(times)).rejects.toThrow(KeyEncryptionFailed);
  });

  it.each([
    ['is changed', sql`UPDATE keys SET sealed = overlay(sealed PLACING 'AAAA' FROM length(sealed) - 30)`],
    [
      'stands for another',
      sql`UPDATE keys SET sealed = (SELECT sealed FROM keys WHERE purpose = 'mac') WHERE purpose = 'cookie'`,
    ],
    ['stands for another purpose', sql`UPDATE keys SET purpose = 'mac', active_from = now() WHERE purpose = 'cookie'`],
  ])('is refused when it %s', async (_, tamper) => {
    await one();
    await database.drizzle.execute(tamper);
    await expect(replica().load()).rejects.toThrow(KeyEncryptionFailed);
  });

  it('is sealed anew by the newest of several sealing keys, so that the older can be taken away', async () => {
    const before = await kids(await one());
    const newer = line();
    await replica(`${newer}\n${encryptionKey}`).prepare(times);
    const alone = replica(newer);
    await alone.prepare(times);
    expect((await alone.load()).map(({ kid }) => kid).sort()).toEqual(before);
  });

  it.each(['', 'too-short', `${line()}\n${line().slice(1)}`])(
    'is sealed by 256 bits and nothing less (%#)',
    (content) => {
      expect(() => FileKeyEncryption.of(content)).toThrow(KeyEncryptionFailed);
    },
  );
});

describe('keys that an older version stored in clear', () => {
  it('are sealed and their tables gone; one follows at once that never stood there', async () => {
    const clear = await newJwk('signing');
    await server.connectAsOwner().drizzle.execute(sql`
      CREATE TABLE IF NOT EXISTS signing_keys (kid text, private_jwk jsonb, created_at timestamptz);
      CREATE TABLE IF NOT EXISTS cookie_keys (secret text);`);
    await server.migrate();
    await database.drizzle.execute(sql`
      INSERT INTO signing_keys VALUES (${clear.kid}, ${JSON.stringify(clear)}, now() - interval '1 day')`);
    const store = await one();

    expect((await ringAt(store)).signingKey().kid).toBe(clear.kid);
    expect((await ringAt(store, times.publishedAheadMs + 1000)).signingKey().kid).not.toBe(clear.kid);
    const { rows } = await database.drizzle.execute<{ there: number }>(
      sql`SELECT count(*)::int AS there FROM pg_tables WHERE tablename IN ('signing_keys', 'cookie_keys')`,
    );
    expect(rows).toEqual([{ there: 0 }]);
  });
});
