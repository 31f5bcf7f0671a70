import { describe, expect, it } from '@jest/globals';
import { pageOf, pageQuery } from './page.ts';

const rows = ['c', 'b', 'a'].map((id) => ({ id }));

describe('pageOf', () => {
  it('names the last item when there is more', () => {
    expect(pageOf(rows, 2)).toEqual({ items: [{ id: 'c' }, { id: 'b' }], nextCursor: 'b' });
  });

  it.each([3, 4])('has no next cursor when a limit of %d takes all', (limit) => {
    expect(pageOf(rows, limit)).toEqual({ items: rows, nextCursor: null });
  });

  it('can be empty', () => {
    expect(pageOf([], 10)).toEqual({ items: [], nextCursor: null });
  });
});

describe('pageQuery', () => {
  it.each([{ limit: '0' }, { limit: '101' }, { limit: '1.5' }, { limit: 'all' }, { cursor: "' OR 1=1" }])(
    'refuses %j',
    (query) => {
      expect(pageQuery.safeParse(query).success).toBe(false);
    },
  );
});
