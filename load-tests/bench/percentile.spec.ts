import { expect, it } from '@jest/globals';
import { percentile } from './percentile.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => count - index);

it.each([
  [upTo(100), 0.95, 95],
  [upTo(20), 0.95, 19],
  [[7], 0.95, 7],
  [[3, 1, 2], 0.5, 2],
])('of %j, %d do not exceed', (values, part, expected) => {
  expect(percentile(values, part)).toBe(expected);
});

it('of nothing is no number', () => {
  expect(percentile([], 0.95)).toBeNaN();
});
