import { beforeEach, describe, expect, it } from '@jest/globals';
import { AccessToken } from './access-token.ts';
import { type IssuedToken, TokenCache } from './token-cache.ts';

class Clock {
  nowMs = 1_000_000;
  readonly now = (): number => this.nowMs;
}

function issued(name: string, expiresInSeconds: number): () => Promise<IssuedToken> {
  return () => Promise.resolve({ token: new AccessToken(name), expiresInSeconds });
}

/** A second that has just begun, and a life of five minutes from then on. */
const subject = (): Record<string, unknown> => ({ origin_jti: 'one', exp: Math.floor(Date.now() / 1000) + 300 });

describe('an exchanged token', () => {
  const revoked = new Set<unknown>();
  const heard = { isFresh: true, isRevoked: ({ origin_jti }: Record<string, unknown>) => revoked.has(origin_jti) };
  let clock: Clock;
  let cache: TokenCache;
  let fetched: string[];

  beforeEach(() => {
    revoked.clear();
    heard.isFresh = true;
    clock = new Clock();
    cache = new TokenCache(heard, clock.now);
    fetched = [];
  });

  const get = async (name: string, claims = subject()): Promise<string> => {
    const fetch = (): Promise<IssuedToken> => {
      fetched.push(name);
      return Promise.resolve({ token: new AccessToken(name), expiresInSeconds: 300 });
    };
    return (await cache.get(['exchange', 'subject'], fetch, { subject: claims })).reveal();
  };

  it('is fetched once in its life, however often it is asked for, while revocations are heard of', async () => {
    const claims = subject();
    for (const ageMs of [0, 5_000, 290_000, 299_999]) {
      clock.nowMs = 1_000_000 + ageMs;
      expect(await get(`at ${ageMs}`, claims)).toBe('at 0');
    }
    clock.nowMs += 2;
    await get('later', claims);
    expect(fetched).toEqual(['at 0', 'later']);
  });

  it('is given up 10 s before its end where another could live longer', async () => {
    const claims = { ...subject(), exp: Math.floor(Date.now() / 1000) + 600 };
    await get('first', claims);
    clock.nowMs += 290_001;
    expect(await get('second', claims)).toBe('second');
  });

  it('is given up at once when its origin is revoked', async () => {
    await get('first');
    revoked.add('one');
    expect(await get('second')).toBe('second');
    expect(await get('third')).toBe('third');
  });

  it('is not given out again when its origin is revoked while it is on its way', async () => {
    const late = (): Promise<IssuedToken> => {
      revoked.add('one');
      return Promise.resolve({ token: new AccessToken('first'), expiresInSeconds: 300 });
    };
    await cache.get(['exchange', 'subject'], late, { subject: subject() });
    expect(await get('second')).toBe('second');
  });

  it('is five seconds old at most while revocations are not heard of', async () => {
    await get('first');
    heard.isFresh = false;
    clock.nowMs += 4_999;
    expect(await get('second')).toBe('first');
    clock.nowMs += 1;
    expect(await get('third')).toBe('third');
  });

  it("is another thing than a service's own token, which is kept whatever is heard", async () => {
    const own = async (name: string): Promise<string> => (await cache.get(['as myself'], issued(name, 300))).reveal();
    await own('first');
    heard.isFresh = false;
    clock.nowMs += 60_000;
    expect(await own('second')).toBe('first');
  });
});

describe('TokenCache', () => {
  it('gives a token up 10 s before it expires', async () => {
    const clock = new Clock();
    const cache = new TokenCache(undefined, clock.now);
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
