import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JwksServer, TestKey, testKey } from '../testing/index.ts';
import { jwksLoader } from './jwks.ts';

describe('jwksLoader', () => {
  let server: JwksServer;
  beforeAll(async () => {
    server = await JwksServer.start();
  });
  beforeEach(() => {
    server.keys = [testKey()];
    server.isDown = false;
  });
  afterAll(() => server.close());

  it('reads each published key once, with the algorithm it is for', async () => {
    const elliptic = new TestKey('ES256');
    server.keys = [testKey(), elliptic];
    const keys = await jwksLoader(server.uri)();
    expect(keys.map(({ kid, algorithm }) => [kid, algorithm])).toEqual([
      [testKey().kid, 'PS256'],
      [elliptic.kid, 'ES256'],
    ]);
    expect(keys.map(({ key }) => key.type)).toEqual(['public', 'public']);
    expect(keys[0]?.key.equals(testKey().publicKey)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'key'],
    ['a list', []],
    ['no key at all', {}],
    ['a kind that nobody knows', { kty: 'LMS', kid: 'x' }],
    ['a secret', { kty: 'oct', kid: 'x', k: 'c2VjcmV0' }],
    ['half a key', { kty: 'RSA', kid: 'x', e: 'AQAB' }],
    ['a point that is on no curve', { kty: 'EC', crv: 'P-256', kid: 'x', x: 'AA', y: 'AA' }],
    ['a key without an id', { ...new TestKey('ES256').jwk, kid: undefined }],
    ['a key for encryption', { ...new TestKey('ES256').jwk, use: 'enc' }],
    ['a key whose operations are others', { ...new TestKey('ES256').jwk, use: undefined, key_ops: ['encrypt'] }],
    ['a key whose operations contradict its use', { ...new TestKey('ES256').jwk, key_ops: ['deriveKey'] }],
    ['operations that are no list', { ...new TestKey('ES256').jwk, key_ops: 'verify' }],
  ])('ignores %s among the keys, and reads the others', async (_, odd) => {
    const good = { ...testKey().jwk, key_ops: ['verify'] };
    expect(await publishing([odd, good, odd])).toEqual([testKey().kid]);
  });

  it('reads keys that share an id', async () => {
    const elliptic = new TestKey('ES256');
    expect(await publishing([testKey().jwk, { ...elliptic.jwk, kid: testKey().kid }])).toEqual([
      testKey().kid,
      testKey().kid,
    ]);
  });

  it.each([[null], ['keys'], [{}]])('takes a key set whose keys are %j for a failure', async (keys) => {
    await expect(publishing(keys)).rejects.toThrow();
  });

  it('takes an empty key set for a failure, not for a reason to refuse everybody', async () => {
    server.keys = [];
    await expect(jwksLoader(server.uri)()).rejects.toThrow();
  });

  it('fails when the issuer does', async () => {
    server.isDown = true;
    await expect(jwksLoader(server.uri)()).rejects.toThrow('503');
  });

  it('asks for a key set', async () => {
    const asked: (string | undefined)[] = [];
    await whileServing(
      ({ headers }, response) => {
        asked.push(headers.accept);
        response.end(JSON.stringify({ keys: [testKey().jwk] }));
      },
      (uri) => jwksLoader(uri)(),
    );
    expect(asked).toEqual(['application/jwk-set+json, application/json']);
  });

  it('does not follow a redirection: the keys come from where they were said to be', async () => {
    const redirect: RequestListener = (_, response) => response.writeHead(302, { location: server.uri }).end();
    await expect(whileServing(redirect, (uri) => jwksLoader(uri)())).rejects.toThrow();
  });

  it('fails when nobody listens', async () => {
    const gone = await JwksServer.start();
    await gone.close();
    await expect(jwksLoader(gone.uri)()).rejects.toThrow();
  });
});

/** The ids that are read when this is published. */
async function publishing(keys: unknown): Promise<string[]> {
  let kids: string[] = [];
  await whileServing(
    (_, response) => response.end(JSON.stringify({ keys })),
    async (uri) => {
      kids = (await jwksLoader(uri)()).map(({ kid }) => kid);
    },
  );
  return kids;
}

async function whileServing(listener: RequestListener, work: (uri: string) => Promise<unknown>): Promise<void> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
