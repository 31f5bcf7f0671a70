import { describe, expect, it } from '@jest/globals';
import { TestKey } from '../testing/index.ts';
import { InvalidToken } from './invalid-token.ts';
import { KeysUnavailable } from './keys-unavailable.ts';
import { type SigningKey, SigningKeys } from './signing-keys.ts';
import type { JoseHeader } from './strict-jws.ts';

const [first, second] = [new TestKey('ES256'), new TestKey('ES256')];
const secondMs = 1000;
const minuteMs = 60 * secondMs;

/** An issuer that can be slow and down, and a clock that moves only when told. */
class Issuer {
  published: TestKey[] = [first];
  isDown = false;
  fetches = 0;
  failures: unknown[] = [];
  nowMs = 1_000_000;
  #answer: (() => void) | undefined;
  isSlow = false;

  readonly keys = new SigningKeys({
    load: () => this.#load(),
    onLoadFailed: (error) => this.failures.push(error),
    now: () => this.nowMs,
  });

  answer(): void {
    this.#answer?.();
  }

  async #load(): Promise<SigningKey[]> {
    this.fetches++;
    await new Promise<void>((resolve) => (this.isSlow ? (this.#answer = resolve) : setImmediate(resolve)));
    if (this.isDown) throw new Error('connection refused');
    return this.published.map(({ kid, publicKey }) => ({ kid, key: publicKey, algorithm: 'ES256' }));
  }
}

function tokenOf(key: TestKey, alg: JoseHeader['alg'] = 'ES256'): JoseHeader {
  return { kid: key.kid, alg };
}

/** Lets an answer that is under way arrive. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
}

describe('SigningKeys', () => {
  it('fetches a key once, and hands it out at once from then on', async () => {
    const issuer = new Issuer();
    expect(await issuer.keys.find(tokenOf(first))).toBe(first.publicKey);
    expect(issuer.keys.find(tokenOf(first))).toBe(first.publicKey);
    expect(issuer.fetches).toBe(1);
  });

  it('makes all who wait for the first keys wait for one fetch', async () => {
    const issuer = new Issuer();
    await Promise.all(Array.from({ length: 50 }, async () => issuer.keys.find(tokenOf(first))));
    expect(issuer.fetches).toBe(1);
  });

  it('fetches again for a key it does not know', async () => {
    const issuer = new Issuer();
    await issuer.keys.find(tokenOf(first));
    issuer.published = [first, second];
    issuer.nowMs += 5 * secondMs;
    expect(await issuer.keys.find(tokenOf(second))).toBe(second.publicKey);
  });

  it('refuses a key that the issuer does not publish', async () => {
    const issuer = new Issuer();
    await expect(issuer.keys.find(tokenOf(second))).rejects.toThrow(InvalidToken);
    await expect(issuer.keys.find(tokenOf(second))).rejects.toMatchObject({ reason: 'key_unknown' });
  });

  it('does not ask the issuer more than once in 5 s, whatever key ids are invented', async () => {
    const issuer = new Issuer();
    await issuer.keys.find(tokenOf(first));
    for (let i = 0; i < 20; i++) {
      issuer.nowMs += secondMs;
      await Promise.allSettled(
        Array.from({ length: 10 }, async (_, n) => issuer.keys.find({ kid: `${i}-${n}`, alg: 'ES256' })),
      );
    }
    expect(issuer.fetches).toBe(1 + 20 / 5);
  });

  it('hands out a known key while an unknown one is being fetched', async () => {
    const issuer = new Issuer();
    await issuer.keys.find(tokenOf(first));
    issuer.isSlow = true;
    issuer.nowMs += 5 * secondMs;
    const unknown = issuer.keys.find(tokenOf(second));
    expect(issuer.keys.find(tokenOf(first))).toBe(first.publicKey);
    issuer.answer();
    await expect(unknown).rejects.toThrow(InvalidToken);
  });

  it('does not let a key be used with another algorithm than its own', async () => {
    const issuer = new Issuer();
    await expect(issuer.keys.find(tokenOf(first, 'PS256'))).rejects.toMatchObject({
      reason: 'key_for_other_algorithm',
    });
    expect(() => issuer.keys.find(tokenOf(first, 'PS256'))).toThrow(InvalidToken);
  });

  it('does not use a weak RSA key', async () => {
    const issuer = new Issuer();
    const weak = new TestKey('PS256', 1024);
    const keys = new SigningKeys({
      load: () => Promise.resolve([{ kid: weak.kid, key: weak.publicKey, algorithm: undefined }]),
      onLoadFailed: (error) => issuer.failures.push(error),
    });
    await expect(keys.find(tokenOf(weak, 'PS256'))).rejects.toMatchObject({ reason: 'key_too_weak' });
  });

  describe('when the issuer is down', () => {
    async function downAfterFirst(): Promise<Issuer> {
      const issuer = new Issuer();
      await issuer.keys.find(tokenOf(first));
      issuer.isDown = true;
      issuer.nowMs += 5 * secondMs;
      return issuer;
    }

    it('cannot say whether an unknown key is good', async () => {
      const issuer = await downAfterFirst();
      await expect(issuer.keys.find(tokenOf(second))).rejects.toThrow(KeysUnavailable);
      await expect(issuer.keys.find(tokenOf(second))).rejects.toMatchObject({ status: 503, code: 'keys_unavailable' });
      expect(issuer.fetches).toBe(2);
      expect(issuer.failures).toHaveLength(1);
    });

    it('goes on with known keys for 10 min, and no longer', async () => {
      const issuer = await downAfterFirst();
      issuer.nowMs += 10 * minuteMs - 5 * secondMs - 1;
      expect(issuer.keys.find(tokenOf(first))).toBe(first.publicKey);
      await settled();
      issuer.nowMs += 1;
      await expect(issuer.keys.find(tokenOf(first))).rejects.toThrow(KeysUnavailable);
    });

    it('is back as soon as the issuer is', async () => {
      const issuer = await downAfterFirst();
      await expect(issuer.keys.find(tokenOf(second))).rejects.toThrow(KeysUnavailable);
      issuer.isDown = false;
      issuer.nowMs += 5 * secondMs;
      await expect(issuer.keys.find(tokenOf(second))).rejects.toThrow(InvalidToken);
      expect(await issuer.keys.find(tokenOf(first))).toBe(first.publicKey);
    });
  });

  it('forgets a withdrawn key: found out beside the request that is 5 min after the last fetch', async () => {
    const issuer = new Issuer();
    await issuer.keys.find(tokenOf(first));
    issuer.published = [second];
    issuer.nowMs += 5 * minuteMs;
    expect(issuer.keys.find(tokenOf(first))).toBe(first.publicKey);
    await settled();
    await expect(issuer.keys.find(tokenOf(first))).rejects.toMatchObject({ reason: 'key_unknown' });
    expect(issuer.keys.find(tokenOf(second))).toBe(second.publicKey);
  });

  it('forgets a withdrawn key within 10 min of silence', async () => {
    const issuer = new Issuer();
    await issuer.keys.find(tokenOf(first));
    issuer.published = [second];
    issuer.nowMs += 10 * minuteMs;
    await expect(issuer.keys.find(tokenOf(first))).rejects.toMatchObject({ reason: 'key_unknown' });
  });
});
