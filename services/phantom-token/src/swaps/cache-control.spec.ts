import { describe, expect, it } from '@jest/globals';
import { cacheControl } from './cache-control.ts';

describe('cacheControl', () => {
  it.each([
    [5_000, 'max-age=4'],
    [4_999, 'max-age=3'],
    [3_000, 'max-age=2'],
    [2_000, 'max-age=1'],
    [1_999, 'no-store'],
    [0, 'no-store'],
    [-1, 'no-store'],
  ])('lets the edge keep what is fresh for %d ms: %s', (freshForMs, header) => {
    expect(cacheControl(freshForMs)).toBe(header);
  });
});
