import { describe, expect, it } from '@jest/globals';
import { type Turn, turnOf } from './mix.ts';

function countFrom(first: number, iterations: number): Record<Turn, number> {
  const count = { list: 0, place: 0, invoice: 0 };
  for (let iteration = first; iteration < first + iterations; iteration += 1) count[turnOf(iteration)] += 1;
  return count;
}

describe('mixed', () => {
  it.each([0, 7, 1_000_003])('lists, places and invoices 80 : 15 : 5 in a hundred iterations from %d', (first) => {
    expect(countFrom(first, 100)).toEqual({ list: 80, place: 15, invoice: 5 });
  });

  it('places orders one by one, never in a row', () => {
    const turns = Array.from({ length: 40 }, (_, iteration) => turnOf(iteration)).join(' ');
    expect(turns).not.toMatch(/place (place|invoice)|invoice place/);
  });
});
