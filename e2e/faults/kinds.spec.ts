import { describe, expect, it } from '@jest/globals';
import { kinds, kindsNamed } from './kinds.ts';

const faults = Object.values(kinds).flat();

describe('the table of faults', () => {
  it('has some of each kind in the short form', () => {
    for (const ofKind of Object.values(kinds)) expect(ofKind.some(({ short = 0 }) => short > 0)).toBe(true);
  });

  it('has no two by one name', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  });

  it('has 8 places each for order and billing to die at, and 400 runs in all', () => {
    expect([kinds['order']?.length, kinds['billing']?.length]).toEqual([8, 8]);
    expect(faults.reduce((sum, { times }) => sum + times, 0)).toBeGreaterThanOrEqual(400);
  });

  it('names the kinds that there are where one is asked that is not', () => {
    expect(() => kindsNamed(['brokers'])).toThrow('brokers: there are order, billing, records, broker');
    expect(kindsNamed(['broker']).map(([kind]) => kind)).toEqual(['broker']);
  });
});
