import { expect, it } from '@jest/globals';
import { tableLines } from './table.ts';

it('aligns names to the left and numbers to the right', () => {
  expect(
    tableLines(
      ['who', 'speed'],
      [
        ['a', 1],
        ['longer', 12.345],
      ],
    ),
  ).toEqual(['who     speed', 'a        1.00', 'longer  12.35']);
});
