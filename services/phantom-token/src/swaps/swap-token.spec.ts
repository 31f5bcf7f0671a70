import { AccessToken } from '@downscope/guards';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { IdentityUnavailable } from '../identity/identity-unavailable.ts';
import type { PhantomJwt } from '../identity/phantom-jwt.ts';
import { SwapToken } from './swap-token.ts';
import { TokenNotActive } from './token-not-active.ts';

const order = 'urn:downscope:order';
const billing = 'urn:downscope:billing';
const unavailable = new IdentityUnavailable('unreachable');

let nowMs = 0;
let asked: string[] = [];
let answer: (audience: string) => Promise<PhantomJwt | undefined>;
let swapToken: SwapToken;

beforeEach(() => {
  nowMs = 1_000_000;
  asked = [];
  answer = (audience) => Promise.resolve({ jwt: new AccessToken(`jwt for ${audience}`), livesForMs: 300_000 });
  const introspect = (opaqueToken: string, audience: string): Promise<PhantomJwt | undefined> => {
    asked.push(`${opaqueToken} ${audience}`);
    return answer(audience);
  };
  swapToken = new SwapToken({ introspect }, { has: () => Promise.resolve(false) }, () => nowMs);
});

function livingFor(livesForMs: number): void {
  answer = () => Promise.resolve({ jwt: new AccessToken('jwt'), livesForMs });
}

describe('how long a swap is fresh', () => {
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
      return Promise.resolve({ jwt: new AccessToken('jwt'), livesForMs: 300_000 });
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
