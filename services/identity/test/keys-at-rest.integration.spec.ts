import './settings.ts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { compactDecrypt, importJWK, SignJWT } from 'jose';
import { createHmac, randomBytes } from 'node:crypto';
import { isGenuine, sealed } from '../src/audit/seal.ts';
import { CookieSignatures } from '../src/keys/cookie-signatures.ts';
import { FileKeyEncryption } from '../src/keys/file-key-encryption.ts';
import { KeyRing } from '../src/keys/key-ring.ts';
import { KeyStore } from '../src/keys/key-store.ts';
import { sealedModels, TokenIdMac } from '../src/tokens/token-id-mac.ts';
import { nowSeconds, TokenSigner } from '../src/tokens/token-signer.ts';
import { IdentityDatabase } from './identity-database.ts';
import { candidatesIn, dumpOf, filesIn, secretsIn } from './stolen-database.ts';

let server: IdentityDatabase;
let database: Database;
let keyRing: KeyRing;
let candidates: Set<string>;

const someRows = {
  number: 1,
  sealedAt: new Date(),
  month: '2026-11',
  ids: ['1'],
  digests: randomBytes(32),
  lastId: '1',
  gaps: [],
};
/** A ring with a key of somebody's choice, for the MACs of ids. */
const ringOf = ({ kid, secret }: { kid: string; secret: Buffer }): KeyRing =>
  new KeyRing([{ purpose: 'mac', kid, activeFromMs: 0, secret }]);

beforeAll(async () => {
  server = await IdentityDatabase.start();
  database = server.connect();
  const store = new KeyStore(database, FileKeyEncryption.of(randomBytes(32).toString('base64url')));
  await store.prepare({ everyMs: 1e9, publishedAheadMs: 1000 });
  await store.rotate({ everyMs: 1e9, publishedAheadMs: 1000 });
  keyRing = new KeyRing(await store.load());
  candidates = candidatesIn(await dumpOf(server.connectAsOwner()));
}, 60_000);
afterAll(() => server.stop());

describe('who has a dump of the database, and knows all else', () => {
  it('has every row of the key ring in it', () => {
    for (const { kid } of [...keyRing.publishedKeys(), ...keyRing.idTokenKeys(), ...keyRing.secretKeys('mac')])
      expect(candidates).toContain(kid);
  });

  it('signs no token with anything that stands in it', async () => {
    const signer = new TokenSigner(keyRing);
    const { kid } = keyRing.signingKey();
    const { protocol } = await signer.mint({
      subject: 'a',
      clientId: 'b',
      audience: 'c',
      scopes: [],
      claims: {},
      expiresAt: nowSeconds() + 60,
    });
    const privateJwks = [...candidates].filter((text) => text.startsWith('{') && text.includes('"d"'));
    const forged = await Promise.all(
      privateJwks.map(async (jwk) =>
        new SignJWT({ ...protocol })
          .setProtectedHeader({ alg: 'PS256', typ: 'at+jwt', kid })
          .sign(await importJWK(JSON.parse(jwk) as object, 'PS256')),
      ),
    );
    const taken = await Promise.allSettled(forged.map((token) => signer.verify(token)));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    expect(privateJwks).toEqual([]);
  });

  it('signs no cookie with anything that stands in it', () => {
    const cookies = new CookieSignatures(keyRing);
    const data = 'session=somebody';
    const signatures = secretsIn(candidates).map((key) => createHmac('sha256', key).update(data).digest('base64url'));
    expect(signatures.length).toBeGreaterThan(20);
    expect(signatures.filter((signature) => cookies.verify(data, signature))).toEqual([]);
    expect(cookies.verify(data, cookies.sign(data))).toBe(true);
  });

  it.each(sealedModels)('makes no id of a %s that is looked for', (model) => {
    const mac = new TokenIdMac(keyRing);
    const random = randomBytes(32).toString('base64url');
    const { kid, secret: right } = keyRing.secretKey('mac');
    const ids = secretsIn(candidates).map((secret) => new TokenIdMac(ringOf({ kid, secret })).seal(model, random));
    expect(ids.filter((id) => mac.isOurs(model, id))).toEqual([]);
    expect(mac.isOurs(model, new TokenIdMac(ringOf({ kid, secret: right })).seal(model, random))).toBe(true);
  });

  it('seals no rows of the audit with anything that stands in it', () => {
    const key = keyRing.secretKey('audit');
    const seal = sealed(someRows, undefined, key);
    expect(secretsIn(candidates).filter((secret) => isGenuine(seal, secret))).toEqual([]);
    expect(isGenuine(seal, key.secret)).toBe(true);
  });

  it('opens no sealed key with anything that stands in it', async () => {
    const { rows } = await database.drizzle.execute<{ sealed: string }>(sql`SELECT sealed FROM keys`);
    expect(rows).toHaveLength(12);
    const keys256 = secretsIn(candidates).filter(({ length }) => length === 32);
    const opened = await Promise.allSettled(
      rows.flatMap(({ sealed: jwe }) => keys256.map((key) => compactDecrypt(jwe, key))),
    );
    expect(keys256.length).toBeGreaterThan(5);
    expect(opened.filter(({ status }) => status === 'fulfilled')).toEqual([]);
  });
});

it('no file of the data folder holds a secret, in any writing', async () => {
  await server.connectAsOwner().drizzle.execute(sql`CHECKPOINT`);
  const files = filesIn(server.dataFolder);
  const holding = (needle: Buffer): number => files.filter((file) => file.includes(needle)).length;
  expect(holding(Buffer.from(keyRing.signingKey().kid))).toBeGreaterThan(0);

  const secrets = [
    ...[...keyRing.publishedKeys(), ...keyRing.idTokenKeys()].flatMap(({ privateJwk: { d, p, q } }) =>
      [d, p, q].map((part) => Buffer.from(String(part), 'base64url')),
    ),
    ...(['cookie', 'mac', 'audit'] as const).flatMap((purpose) =>
      keyRing.secretKeys(purpose).map(({ secret }) => secret),
    ),
  ];
  expect(secrets).toHaveLength(18);
  for (const secret of secrets) {
    const writings = [
      secret,
      ...(['base64url', 'base64', 'hex'] as const).map((form) => Buffer.from(secret.toString(form))),
    ];
    expect(writings.map(holding)).toEqual([0, 0, 0, 0]);
  }
  const runs = files.flatMap((file) => file.toString('latin1').match(/[\w.-]{40,}/g) ?? []);
  const found = candidatesIn([...new Set(runs)]);
  expect(secrets.filter((secret) => found.has(secret.toString('base64url')))).toEqual([]);
});
