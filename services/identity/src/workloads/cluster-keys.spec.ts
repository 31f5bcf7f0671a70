import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { errors, type JWK, type JWTVerifyGetKey, compactVerify } from 'jose';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClusterKey } from '../../test/cluster.ts';
import { clusterKeys, ClusterKeysUnavailable } from './cluster-keys.ts';

/** Tells keys as an API server does. */
let published: JWK[] | undefined;
let asked = 0;
const apiServer = createServer((_, response) => {
  asked += 1;
  if (published) response.writeHead(200).end(JSON.stringify({ keys: published }));
  else response.writeHead(500).end();
});

let aheadSeconds: number;
let first: ClusterKey;
let second: ClusterKey;
let keys: JWTVerifyGetKey;
beforeAll(async () => {
  await once(apiServer.listen(0, '127.0.0.1'), 'listening');
  [first, second] = await Promise.all([ClusterKey.make('first'), ClusterKey.make('second')]);
});
beforeEach(() => {
  aheadSeconds = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => performance.timeOrigin + performance.now() + aheadSeconds * 1000);
  published = [first.publicJwk];
  asked = 0;
  keys = clusterKeys(new URL(`http://127.0.0.1:${(apiServer.address() as AddressInfo).port}`), fetch);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  apiServer.closeAllConnections();
  await once(apiServer.close(), 'close');
});

/** Looks the key up alone: how long the token lives does not matter here. */
const verify = async (by: ClusterKey): Promise<unknown> => compactVerify(await by.token('https://id.example'), keys);

describe("the cluster's keys", () => {
  it('are fetched once, whoever asks at the same time, and kept', async () => {
    await Promise.all(Array.from({ length: 20 }, () => verify(first)));
    aheadSeconds = 3599;
    await verify(first);
    expect(asked).toBe(1);
  });

  it('are fetched anew for a token of a new key: the cluster rotates them and nothing is restarted', async () => {
    await verify(first);
    published = [second.publicJwk, first.publicJwk];
    aheadSeconds = 10;
    await Promise.all([verify(second), verify(second), verify(first)]);
    expect(asked).toBe(2);
  });

  it('are forgotten an hour after the cluster stopped publishing them', async () => {
    await verify(first);
    published = [second.publicJwk];
    aheadSeconds = 3600;
    await expect(verify(first)).rejects.toThrow(errors.JWKSNoMatchingKey);
  });

  it('are not fetched for each token of an invented key', async () => {
    await verify(first);
    for (let index = 0; index < 5; index++) await expect(verify(second)).rejects.toThrow(errors.JWKSNoMatchingKey);
    expect(asked).toBe(1);
  });

  it('are unavailable while the API server does not tell them, and no longer', async () => {
    published = undefined;
    await expect(verify(first)).rejects.toThrow(ClusterKeysUnavailable);
    published = [first.publicJwk];
    await expect(verify(first)).resolves.toBeDefined();
  });
});
