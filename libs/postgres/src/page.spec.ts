import { describe, expect, it } from '@jest/globals';
import { cursorFor } from './cursor.ts';
import { pageOf, pageQuery } from './page.ts';

const rows = ['c', 'b', 'a'].map((letter) => ({ id: `0199d3a0-0000-7000-8000-00000000000${letter}` }));
const [, second] = rows;
const cursor = cursorFor('orders', second?.id ?? '');

describe('pageOf', () => {
  it('names the last item when there is more', () => {
    expect(pageOf('orders', rows, 2)).toEqual({ items: rows.slice(0, 2), nextCursor: cursor });
  });

  it.each([3, 4])('has no next cursor when a limit of %d takes all', (limit) => {
    expect(pageOf('orders', rows, limit)).toEqual({ items: rows, nextCursor: null });
  });

  it('can be empty', () => {
    expect(pageOf('orders', [], 10)).toEqual({ items: [], nextCursor: null });
  });
});

describe('pageQuery', () => {
  it('starts behind the last item of the page before', () => {
    expect(pageQuery('orders').parse({ limit: '2', cursor })).toEqual({ limit: 2, cursor: second?.id });
  });

  it('asks for no cursor', () => {
    expect(pageQuery('orders').parse({})).toEqual({ limit: 50 });
  });

  it.each([
    ['limit', { limit: '0' }],
    ['limit', { limit: '101' }],
    ['limit', { limit: '1.5' }],
    ['limit', { limit: 'all' }],
    ['cursor', { cursor: "' OR 1=1" }],
    ['cursor', { cursor: cursorFor('invoices', second?.id ?? '') }],
    ['cursor', { cursor: [cursor, cursor] }],
  ])('names %s where it refuses %j', (name, query) => {
    expect(
      pageQuery('orders')
        .safeParse(query)
        .error?.issues.map(({ path }) => path),
    ).toEqual([[name]]);
  });
});
