import { describe, expect, it } from '@jest/globals';
import { complaintsAbout, holds, resultsOf, rowOf, totalOf } from './report.ts';
import type { Run } from './run.ts';

const good: Run = {
  orders: 3,
  goesOnAfterMs: 1_500,
  answers: [
    ['201', 3],
    ['503 problem', 2],
    ['409 problem', 1],
  ],
  shortfall: { lost: [], doubled: [], stuck: [] },
  died: [],
};
const none = good.shortfall;

describe('a run', () => {
  it('is good where callers had their order in the end, and were told to come again before', () => {
    expect(complaintsAbout(good)).toEqual([]);
    expect(holds(good)).toBe(true);
  });

  it.each<[string, Partial<Run>]>([
    ['order o is not there', { shortfall: { ...none, lost: ['order o is not there'] } }],
    ['order o has two invoices', { shortfall: { ...none, doubled: ['order o has two invoices'] } }],
    ['order o is placed', { shortfall: { ...none, stuck: ['order o is placed'] } }],
    ['1 callers were told 500 problem', { answers: [['500 problem', 1]] }],
    ['1 callers were told 401 problem', { answers: [['401 problem', 1]] }],
    ['2 callers were told 503 problem without Retry-After', { answers: [['503 problem without Retry-After', 2]] }],
    ['nothing went on', { goesOnAfterMs: undefined }],
    ['order ended by itself', { died: ['order'] }],
  ])('does not hold where %s', (complaint, change) => {
    const run = { ...good, ...change };
    expect(complaintsAbout(run)).toEqual([complaint]);
    expect(holds(run)).toBe(false);
  });
});

describe('the report', () => {
  it('adds up what callers saw, and says how long it took until the flow went on', () => {
    const runs = [good, { ...good, goesOnAfterMs: 500 }, { ...good, goesOnAfterMs: 9_000 }];
    expect(rowOf('broker killed', runs)).toBe(
      '| broker killed | 3 | 9 | 9 × 201, 6 × 503 problem, 3 × 409 problem | 1.5 s | 9.0 s |',
    );
  });

  it('ends with what was lost, doubled and stuck', () => {
    const bad: Run = { ...good, shortfall: { lost: ['a'], doubled: ['b', 'c'], stuck: ['d', 'e', 'f'] } };
    expect(totalOf([good, bad])).toBe('faults: 2 runs, 1 lost, 2 doubled, 3 stuck');
  });
});

it('counts each run as a test, passed where it held', () => {
  const lost = { ...good, shortfall: { ...none, lost: ['order o is not there'] } };
  expect(resultsOf([good, lost, good])).toEqual({
    numPassedTests: 2,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 0,
  });
});
