import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { JwksServer, TestKey, testKey } from '../testing/index.ts';
import { jwksLoader } from './jwks.ts';

describe('jwksLoader', () => {
  let server: JwksServer;
  beforeAll(async () => {
    server = await JwksServer.start();
  });
  beforeEach(() => {
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

  it('fails when nobody listens', async () => {
    const gone = await JwksServer.start();
    await gone.close();
    await expect(jwksLoader(gone.uri)()).rejects.toThrow();
  });
});
