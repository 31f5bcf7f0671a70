import './settings.ts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Provider } from 'oidc-provider';
import { CookieSignatures } from '../src/keys/cookie-signatures.ts';
import { FileKeyEncryption } from '../src/keys/file-key-encryption.ts';
import { KeyRing } from '../src/keys/key-ring.ts';
import { KeyStore } from '../src/keys/key-store.ts';
import { RotatingProvider } from '../src/provider/rotating-provider.ts';
import { sharedConfiguration } from '../src/provider/shared-configuration.ts';
import type { UnitOfWork } from '../src/storage/unit-of-work.ts';
import { nowSeconds, TokenSigner } from '../src/tokens/token-signer.ts';
import { IdentityDatabase } from './identity-database.ts';

/** Seconds stand for minutes: keys are known 2 s ahead, replicas look every 0.2 s, and who verifies keeps what it fetched for 1 s. */
/** As in life, several times what a guard keeps: a busy machine may hold up either for seconds. */
const times = { everyMs: 1e9, publishedAheadMs: 6_000 };
const reloadMs = 200;
const guardCacheMs = 1_000;
const rotations = 3;

const stops: (() => unknown)[] = [];
let database: IdentityDatabase;
beforeAll(async () => {
  database = await IdentityDatabase.start();
}, 60_000);
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  await database.stop();
});

const encryption = FileKeyEncryption.of(randomBytes(32).toString('base64url'));

async function aReplica() {
  const store = new KeyStore(database.connect(), encryption);
  await store.prepare(times);
  const keyRing = new KeyRing(await store.load());
  const timer = setInterval(
    () =>
      void store.load().then((keys) => {
        keyRing.replace(keys);
      }),
    reloadMs,
  );
  stops.push(() => {
    clearInterval(timer);
  });
  const make = (): Promise<Provider> =>
    Promise.resolve(
      new Provider('https://id.example', {
        ...sharedConfiguration(keyRing, {} as UnitOfWork),
        features: { devInteractions: { enabled: false } },
      }),
    );
  const provider = await RotatingProvider.start(keyRing, make);
  const server: Server = createServer((request, response) => void provider.answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stops.push(() => server.close());
  const jwks = async (): Promise<JSONWebKeySet> =>
    (await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`)).json()) as JSONWebKeySet;
  return { store, signer: new TokenSigner(keyRing), cookies: new CookieSignatures(keyRing), keyRing, jwks };
}

type Replica = Awaited<ReturnType<typeof aReplica>>;

/** An API that keeps the keys it once fetched, from whichever replica answered, and asks for nothing in between. */
function aGuard(one: Replica, other: Replica): () => Promise<JWTVerifyGetKey> {
  let fetchedAt = -Infinity;
  let keys: Promise<JSONWebKeySet> | undefined;
  let turn = 0;
  return async () => {
    if (!keys || Date.now() - fetchedAt >= guardCacheMs) {
      fetchedAt = Date.now();
      keys = (turn++ % 2 === 0 ? one : other).jwks();
    }
    return createLocalJWKSet(await keys);
  };
}

it('keys change under load, with two replicas, and nothing good is refused', async () => {
  const replicas = [await aReplica(), await aReplica()] as const;
  const guards = [aGuard(...replicas), aGuard(replicas[1], replicas[0])];
  const refusals: unknown[] = [];
  const signedBy = new Set<string>();
  let checks = 0;
  const lasting: [string, string][] = [];

  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    checks++;
    await work().catch((error: unknown) => refusals.push(error));
  };
  const issueAndUse = async (issuer: Replica): Promise<void> => {
    const { token } = await issuer.signer.mint({
      subject: 'a',
      clientId: 'b',
      audience: 'c',
      scopes: [],
      claims: {},
      expiresAt: nowSeconds() + 60,
    });
    signedBy.add(issuer.keyRing.signingKey().kid);
    lasting.push([token, issuer.cookies.sign(token)]);
    for (const { signer } of replicas) await attempt(() => signer.verify(token));
    for (const guard of guards) await attempt(async () => jwtVerify(token, await guard()));
  };

  const deadline = Date.now() + 40_000;
  const rotating = (async () => {
    for (let turn = 0; turn < rotations; turn++) {
      await pause(times.publishedAheadMs / 2);
      await replicas[turn % 2 === 0 ? 0 : 1].store.rotate(times);
      await pause(times.publishedAheadMs / 2);
    }
  })();
  while (signedBy.size <= rotations && Date.now() < deadline) {
    await Promise.all(replicas.map(issueAndUse));
    await pause(5);
  }
  await rotating;
  for (const [token, cookie] of lasting) {
    for (const { signer, cookies } of replicas) {
      await attempt(() => signer.verify(token));
      await attempt(async () => {
        await Promise.resolve();
        if (!cookies.verify(token, cookie)) throw new Error('cookie');
      });
    }
  }

  expect(refusals).toEqual([]);
  expect(signedBy.size).toBe(rotations + 1);
  expect(checks).toBeGreaterThan(500);
}, 60_000);
