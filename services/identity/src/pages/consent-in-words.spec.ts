import { describe, expect, it } from '@jest/globals';
import { privileges } from '../../test/privileges-file.ts';
import { consentInWords } from './consent-in-words.ts';

const at = new Date(0);
const newOf = (asked: readonly { words: string; isNew: boolean }[]): string[] =>
  asked.filter(({ isNew }) => isNew).map(({ words }) => words);

describe('what a person is asked', () => {
  it('is said in words, with what is implied all the way down, and with what our services are told', () => {
    const { asked, implied, told } = consentInWords(privileges, ['openid', 'orders_read'], undefined);
    expect(asked.map(({ words }) => words)).toEqual(['See your orders']);
    expect(implied.map(({ words }) => words)).toEqual([
      'See the name on your customer record',
      'See your invoices',
      'See your billing address',
    ]);
    expect(told.map(({ words }) => words)).toEqual(['Your customer number']);
  });

  it('the first time, nothing of it is new', () => {
    const { asked, implied, told } = consentInWords(privileges, ['orders_read'], undefined);
    expect([asked, implied, told].flatMap(newOf)).toEqual([]);
  });

  it('what was not asked for the last time is new, also what it implies and what is told for it', () => {
    const last = { at, scopes: ['openid', 'invoices_read'] };
    const { asked, implied, told } = consentInWords(privileges, ['openid', 'invoices_read', 'orders_write'], last);
    expect(newOf(asked)).toEqual(['Place orders in your name']);
    expect(newOf(implied)).toEqual([
      'See the name on your customer record',
      'Ask whether an amount is within your credit limit',
    ]);
    expect(newOf(told)).toEqual(['The region that you belong to']);
  });

  it.each([
    [['openid', 'orders_read'], false],
    [['openid', 'offline_access', 'orders_read'], true],
  ])('%p: the app may be let stay connected: %p', (scopes, may) => {
    expect(consentInWords(privileges, scopes, undefined).mayStayConnected).toBe(may);
  });
});
