import { describe, expect, it } from '@jest/globals';
import { cursorFor, cursorOf } from './cursor.ts';

const id = '0199d3a0-0000-7000-8000-00000000000a';
const cursor = cursorFor('invoices', id);
const encoded = (text: string): string => Buffer.from(text).toString('base64url');
/** The same bytes: the last character of these stands for four bits and for two that say nothing. */
const withStrayBits = cursor.slice(0, -1) + String.fromCharCode(cursor.charCodeAt(cursor.length - 1) + 1);

describe('a cursor', () => {
  it('leads back to the row that it was made for', () => {
    expect(cursorOf('invoices').parse(cursor)).toBe(id);
  });

  it('goes into a query as it is, and does not show what it names', () => {
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(cursor).not.toContain(id.slice(0, 8));
  });

  it.each([
    ['of another listing', cursorFor('orders', id)],
    ['of another version', encoded(`invoices/2/${id}`)],
    ["that is the row's id itself", id],
    ['of nothing', ''],
    ['of no row', encoded('invoices/1/')],
    ['with more behind the id', encoded(`invoices/1/${id}0`)],
    ['whose id is none', encoded("invoices/1/' OR 1=1 --")],
    ['with the id in another spelling', cursorFor('invoices', id.toUpperCase())],
    ['with padding', `${cursor}=`],
    ['with a stray character', `${cursor}!`],
    ['with stray bits', withStrayBits],
    ['that is no text', 7],
  ])('%s is refused', (_, other) => {
    expect(cursorOf('invoices').safeParse(other).success).toBe(false);
  });

  it('with stray bits would be read as the same row, if decoding were all', () => {
    expect(Buffer.from(withStrayBits, 'base64url')).toEqual(Buffer.from(cursor, 'base64url'));
  });
});
