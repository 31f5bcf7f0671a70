import { describe, expect, it } from '@jest/globals';
import { inRounds, median } from './rounds.ts';

describe('inRounds', () => {
  it('takes turns, and every second time backwards', async () => {
    const order: string[] = [];
    const contestant = (name: string) => () => Promise.resolve(order.push(name));
    const rounds = await inRounds(3, { a: contestant('a'), b: contestant('b') });
    expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
    expect(rounds).toEqual([
      { a: 1, b: 2 },
      { a: 4, b: 3 },
      { a: 5, b: 6 },
    ]);
  });
});

describe('median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 2], 2],
    [[10, 1, 2, 3], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values, (value) => value)).toBe(expected);
  });
});
