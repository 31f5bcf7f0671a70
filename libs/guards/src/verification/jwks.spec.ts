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
