import { describe, expect, it } from '@jest/globals';
import { type Claim, claimLine, holds } from './claims.ts';

describe('a claim', () => {
  it.each<[Claim['direction'], number, boolean]>([
    ['at least', 0.79, false],
    ['at least', 0.8, true],
    ['at most', 0.8, true],
    ['at most', 0.81, false],
    ['at least', NaN, false],
    ['at most', NaN, false],
  ])('of %s 0.8, where %d was measured: %p', (direction, measured, expected) => {
    const claim = { says: 'speed', measured, bound: 0.8, direction };
    expect(holds(claim)).toBe(expected);
    expect(claimLine(claim).startsWith('does not hold')).toBe(!expected);
  });

  it('shows what it says beside what was measured', () => {
    const claim = { says: 'speed', measured: 0.8349, bound: 0.8, direction: 'at least' } as const;
    expect(claimLine(claim)).toBe('holds          speed: at least 0.80, measured 0.83');
  });
});
