import { describe, expect, it } from '@jest/globals';
import { InvalidToken } from '../src/verification/invalid-token.ts';
import { KeysUnavailable } from '../src/verification/keys-unavailable.ts';
import { first, Issuer, minuteMs, second, secondMs, settled, tokenOf } from './issuer.ts';

describe('SigningKeys, when the issuer is down', () => {
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
    await expect(issuer.keys.find(tokenOf(second))).rejects.toMatchObject({
      code: 'keys_unavailable',
      retryAfterSeconds: 5,
      cause: new Error('connection refused'),
    });
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
