import { beforeEach, describe, expect, it } from '@jest/globals';
import { madeToken, macKeys } from '../../test/made-token.ts';
import { InventedTokens, type MacKeys } from './invented-tokens.ts';

let now: number;
let answer: () => Promise<MacKeys>;
let asked: number;
let invented: InventedTokens;
beforeEach(() => {
  [now, asked] = [0, 0];
  answer = () => Promise.resolve(macKeys);
  invented = new InventedTokens(
    () => {
      asked++;
      return answer();
    },
    () => now,
  );
});

const outage = (): Promise<never> => Promise.reject(new Error('out'));
const changed = (token: string, at: number): string =>
  token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);

describe('a token', () => {
  it('that identity made is not invented', async () => {
    await expect(invented.has(madeToken())).resolves.toBe(false);
  });

  it.each([
    ['of another form', 'whatever'],
    ['without a MAC', 'A'.repeat(43)],
    ['with another random part', changed(madeToken(), 0)],
    ['with another MAC', changed(madeToken(), 60)],
    ['with a key that identity does not have', `${'A'.repeat(43)}~unknown1~${'A'.repeat(22)}`],
    ['made for another purpose: a code', madeToken('AuthorizationCode')],
    ['with something after it', `${madeToken()}A`],
  ])('%s is', async (_, token) => {
    await expect(invented.has(token)).resolves.toBe(true);
  });
});

describe('the keys', () => {
  it('are asked for once, however many inventions come', async () => {
    await Promise.all(Array.from({ length: 50 }, () => invented.has(`${'A'.repeat(43)}~unknown1~${'A'.repeat(22)}`)));
    expect(asked).toBe(1);
  });

  it('are asked for again when a token names one that came meanwhile', async () => {
    answer = () => Promise.resolve(new Map());
    await invented.has(madeToken());
    answer = () => Promise.resolve(macKeys);
    now += 6_000;
    await expect(invented.has(madeToken())).resolves.toBe(false);
  });

  it('serve on while identity is out', async () => {
    await invented.has(madeToken());
    answer = outage;
    now += 3_600_000;
    await expect(invented.has(madeToken())).resolves.toBe(false);
    await expect(invented.has(changed(madeToken(), 0))).resolves.toBe(true);
  });

  it('that cannot be asked for leave it to identity', async () => {
    answer = outage;
    await expect(invented.has(madeToken())).resolves.toBe(false);
    await expect(invented.has(changed(madeToken(), 60))).resolves.toBe(false);
  });
});
