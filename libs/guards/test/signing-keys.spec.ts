import { describe, expect, it } from '@jest/globals';
import { TestKey } from '../src/testing/index.ts';
import { InvalidToken } from '../src/verification/invalid-token.ts';
import { type SigningKey, SigningKeys } from '../src/verification/signing-keys.ts';
import type { JoseHeader } from '../src/verification/strict-jws.ts';
import { first, Issuer, minuteMs, second, secondMs, settled, tokenOf } from './issuer.ts';

describe('SigningKeys', () => {
  it('fetches a key once, and hands it out at once from then on', async () => {
    const issuer = new Issuer();
    expect(await issuer.keys.find(tokenOf(first))).toBe(first.publicKey);
    expect(issuer.keys.find(tokenOf(first))).toBe(first.publicKey);
    expect(issuer.fetches).toBe(1);
  });

  it('does not fetch again in the 5 min that follow', async () => {
    const issuer = new Issuer();
    await issuer.keys.find(tokenOf(first));
    issuer.nowMs += 5 * minuteMs - 1;
    expect(issuer.keys.find(tokenOf(first))).toBe(first.publicKey);
    await settled();
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

  describe('of one kid', () => {
    const [rsa, other] = [new TestKey('PS256'), new TestKey('RS256')];
    const of = (key: TestKey, algorithm?: string): SigningKey => ({ kid: 'shared', key: key.publicKey, algorithm });
    const keys = (...published: SigningKey[]): SigningKeys =>
      new SigningKeys({ load: () => Promise.resolve(published), onLoadFailed: () => undefined });
    const find = async (alg: JoseHeader['alg'], ...published: SigningKey[]): Promise<unknown> =>
      keys(...published).find({ kid: 'shared', alg });

    it('tells keys apart by their kind', async () => {
      expect(await find('ES256', of(first), of(rsa))).toBe(first.publicKey);
      expect(await find('PS256', of(first), of(rsa))).toBe(rsa.publicKey);
      expect(await find('RS256', of(rsa), of(first))).toBe(rsa.publicKey);
    });

    it('tells keys apart by the algorithm they are for', async () => {
      expect(await find('PS256', of(rsa, 'PS256'), of(other, 'RS256'))).toBe(rsa.publicKey);
      expect(await find('RS256', of(rsa, 'PS256'), of(other, 'RS256'))).toBe(other.publicKey);
    });

    it('takes a key that is published twice for one', async () => {
      expect(await find('PS256', of(rsa), of(rsa, 'PS256'))).toBe(rsa.publicKey);
    });

    it('chooses none where nothing tells them apart', async () => {
      await expect(find('PS256', of(rsa), of(other))).rejects.toMatchObject({ reason: 'key_ambiguous' });
    });

    it.each([
      ['RS256', first],
      ['ES256', rsa],
    ] as const)('has none for %s when it is of another kind', async (alg, key) => {
      await expect(find(alg, of(key))).rejects.toMatchObject({ reason: 'key_for_other_algorithm' });
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
