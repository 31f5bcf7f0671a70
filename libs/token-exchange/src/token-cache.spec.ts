import { describe, expect, it } from '@jest/globals';
import { AccessToken } from './access-token.ts';
import { type IssuedToken, TokenCache } from './token-cache.ts';

class Clock {
  nowMs = 1_000_000;
  readonly now = (): number => this.nowMs;
}

function issued(name: string, expiresInSeconds: number): () => Promise<IssuedToken> {
  return () => Promise.resolve({ token: new AccessToken(name), expiresInSeconds });
}

describe('TokenCache', () => {
  it('gives a token up 10 s before it expires', async () => {
    const clock = new Clock();
    const cache = new TokenCache(clock.now);
    const get = async (fetch: () => Promise<IssuedToken>): Promise<string> => (await cache.get(['a'], fetch)).reveal();

    expect(await get(issued('first', 60))).toBe('first');
    clock.nowMs += 49_999;
    expect(await get(issued('second', 60))).toBe('first');
    clock.nowMs += 2;
    expect(await get(issued('third', 60))).toBe('third');
  });

  it('tells requests apart that look alike when joined', async () => {
    const cache = new TokenCache();
    await cache.get(['a b', 'c'], issued('first', 60));
    expect((await cache.get(['a', 'b c'], issued('second', 60))).reveal()).toBe('second');
    expect((await cache.get(['a', 'b', 'c'], issued('third', 60))).reveal()).toBe('third');
  });
});
