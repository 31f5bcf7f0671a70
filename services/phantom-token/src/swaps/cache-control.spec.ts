import { describe, expect, it } from '@jest/globals';
import { cacheHeaders } from './cache-control.ts';

const nowMs = 1_700_000_000_999;

describe('what the edge may do with a swap', () => {
  it.each([
    [5_000, 'max-age=4'],
    [4_999, 'max-age=3'],
    [3_000, 'max-age=2'],
    [2_000, 'max-age=1'],
    [1_999, 'no-store'],
    [0, 'no-store'],
    [-1, 'no-store'],
  ])('while revocations are not heard of, and it is fresh for %d ms: %s', (freshForMs, header) => {
    expect(cacheHeaders({ freshForMs, isWatched: false }, nowMs)).toEqual({ 'cache-control': header });
  });

  it.each([300_000, 1_000])('while they are, and it is fresh for %d ms: until this second is over', (freshForMs) => {
    const headers = { 'cache-control': 'max-age=1', 'x-accel-expires': '@1700000000' };
    expect(cacheHeaders({ freshForMs, isWatched: true }, nowMs)).toEqual(headers);
  });

  it.each([999, 0, -1])('while they are, and it is fresh for %d ms: nothing', (freshForMs) => {
    expect(cacheHeaders({ freshForMs, isWatched: true }, nowMs)).toEqual({ 'cache-control': 'no-store' });
  });
});
