import { AccessToken } from '@downscope/guards';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { IdentityUnavailable } from '../identity/identity-unavailable.ts';
import type { PhantomJwt } from '../identity/phantom-jwt.ts';
import { SwapToken } from './swap-token.ts';
import { TokenNotActive } from './token-not-active.ts';

const order = 'urn:downscope:order';
const billing = 'urn:downscope:billing';
const unavailable = new IdentityUnavailable('unreachable');

const ofAlice = { iss: 'https://id.test', sub: 'alice', iat: 1, origin_jti: 'one' };

let nowMs = 0;
let asked: string[] = [];
let answer: (audience: string) => Promise<PhantomJwt | undefined>;
let swapToken: SwapToken;
let isFresh: boolean;
let revoked: Set<unknown>;

beforeEach(() => {
  nowMs = 1_000_000;
  asked = [];
  isFresh = false;
  revoked = new Set();
  answer = (audience) =>
    Promise.resolve({ jwt: new AccessToken(`jwt for ${audience}`), claims: ofAlice, livesForMs: 300_000 });
  const introspect = (opaqueToken: string, audience: string): Promise<PhantomJwt | undefined> => {
    asked.push(`${opaqueToken} ${audience}`);
    return answer(audience);
  };
  const revocations = {
    get isFresh(): boolean {
      return isFresh;
    },
    isRevoked: ({ origin_jti }: { origin_jti?: unknown }): boolean => revoked.has(origin_jti),
  };
  swapToken = new SwapToken({ introspect }, { has: () => Promise.resolve(false) }, revocations, () => nowMs);
});

function livingFor(livesForMs: number): void {
  answer = () => Promise.resolve({ jwt: new AccessToken('jwt'), claims: ofAlice, livesForMs });
}

describe('how long a swap is fresh while revocations are not heard of', () => {
  it.each([
    ['five seconds at most', 300_000, 0, 5_000],
    ['no longer than its JWT lives', 3_200, 0, 3_200],
    ['less its own age', 300_000, 1_700, 3_300],
    ['less its own age, to its last millisecond', 300_000, 4_999, 1],
    ['less its own age, when its JWT ends first', 3_200, 3_000, 200],
  ])('%s', async (_, livesForMs, ageMs, freshForMs) => {
    livingFor(livesForMs);
    await swapToken.for('opaque', order);
    nowMs += ageMs;
    await expect(swapToken.for('opaque', order)).resolves.toMatchObject({ freshForMs });
    expect(asked).toHaveLength(1);
  });

  it('counts from when it was asked for, because a token may be revoked while the answer is on its way', async () => {
    answer = () => {
      nowMs += 2_000;
      return Promise.resolve({ jwt: new AccessToken('jwt'), claims: ofAlice, livesForMs: 300_000 });
    };
    await expect(swapToken.for('opaque', order)).resolves.toMatchObject({ freshForMs: 3_000 });
  });

  it.each([
    ['five seconds have passed', 300_000, 5_000],
    ['its JWT has ended', 3_200, 3_200],
  ])('asks anew once %s', async (_, livesForMs, ageMs) => {
    livingFor(livesForMs);
    await swapToken.for('opaque', order);
    nowMs += ageMs;
    await swapToken.for('opaque', order);
    expect(asked).toHaveLength(2);
  });
});

describe('while revocations are heard of', () => {
  beforeEach(() => {
    isFresh = true;
  });

  it('one swap is kept for the life of its JWT, however often it is asked for', async () => {
    for (const ageMs of [0, 5_000, 299_999]) {
      nowMs = 1_000_000 + ageMs;
      const swap = { freshForMs: 300_000 - ageMs, isWatched: true };
      await expect(swapToken.for('opaque', order)).resolves.toMatchObject(swap);
    }
    expect(asked).toHaveLength(1);
    nowMs += 1;
    await swapToken.for('opaque', order);
    expect(asked).toHaveLength(2);
  });

  it('a swap of before is five seconds old at most, as soon as they are not any more', async () => {
    await swapToken.for('opaque', order);
    nowMs += 4_999;
    isFresh = false;
    await expect(swapToken.for('opaque', order)).resolves.toMatchObject({ freshForMs: 1, isWatched: false });
    nowMs += 1;
    await swapToken.for('opaque', order);
    expect(asked).toHaveLength(2);
  });

  it('what is kept of a revoked token is no answer, and identity need not be asked', async () => {
    await swapToken.for('opaque', order);
    await swapToken.for('opaque', billing);
    revoked.add('one');
    await expect(swapToken.for('opaque', order)).rejects.toBeInstanceOf(TokenNotActive);
    await expect(swapToken.for('opaque', billing)).rejects.toBeInstanceOf(TokenNotActive);
    expect(asked).toHaveLength(2);
  });

  it('an answer that was on its way when its token was revoked is none, nor is it kept', async () => {
    const good = answer;
    answer = (audience) => {
      revoked.add('one');
      return good(audience);
    };
    await expect(swapToken.for('opaque', order)).rejects.toBeInstanceOf(TokenNotActive);
    await expect(swapToken.for('opaque', order)).rejects.toBeInstanceOf(TokenNotActive);
    expect(asked).toHaveLength(1);
  });
});

it('a token that is known as revoked stays so, though revocations are not heard of any more', async () => {
  await swapToken.for('opaque', order);
  revoked.add('one');
  await expect(swapToken.for('opaque', order)).rejects.toBeInstanceOf(TokenNotActive);
});

it('swaps that are kept are bounded in number: the one that was asked for least lately goes', async () => {
  isFresh = true;
  for (let i = 0; i <= 20_000; i += 1) await swapToken.for(`opaque ${i}`, order);
  await swapToken.for('opaque 20000', order);
  expect(asked).toHaveLength(20_001);
  await swapToken.for('opaque 0', order);
  expect(asked).toHaveLength(20_002);
});

describe('what is kept apart', () => {
  it.each([
    ['another audience', 'opaque', billing],
    ['another token', 'other', order],
  ])('%s', async (_, opaqueToken, audience) => {
    await swapToken.for('opaque', order);
    const { jwt } = await swapToken.for(opaqueToken, audience);
    expect(asked).toEqual([`opaque ${order}`, `${opaqueToken} ${audience}`]);
    expect(jwt.reveal()).toBe(`jwt for ${audience}`);
  });
});

describe('what is not kept', () => {
  it.each([
    ['a refusal', () => Promise.resolve(undefined), TokenNotActive],
    ['an outage', () => Promise.reject(unavailable), IdentityUnavailable],
  ])('%s', async (_, failing, error) => {
    const good = answer;
    answer = failing;
    await expect(swapToken.for('opaque', order)).rejects.toBeInstanceOf(error);
    answer = good;
    await expect(swapToken.for('opaque', order)).resolves.toMatchObject({ freshForMs: 5_000 });
  });
});

describe('single flight', () => {
  it('asks once for 40 parallel requests of one token and audience', async () => {
    const swaps = await Promise.all(Array.from({ length: 40 }, () => swapToken.for('opaque', order)));
    expect(asked).toHaveLength(1);
    expect(new Set(swaps.map(({ jwt }) => jwt)).size).toBe(1);
  });

  it('gives all of them the same outage, and the next one another try', async () => {
    answer = () => Promise.reject(unavailable);
    const swaps = await Promise.allSettled(Array.from({ length: 3 }, () => swapToken.for('opaque', order)));
    expect(swaps).toEqual(Array.from({ length: 3 }, () => ({ status: 'rejected', reason: unavailable })));
    await expect(swapToken.for('opaque', order)).rejects.toBe(unavailable);
    expect(asked).toHaveLength(2);
  });
});
