import { describe, expect, it } from '@jest/globals';
import { type Mutant, scoreOf, summaryOf, survivorsOf } from './survivors.ts';

const file = 'libs/guards/src/a.ts';
const text = `const a = 1;
if (a > 0) {
  act();
}
`;

function mutant(status: Mutant['status'], change: Partial<Mutant> = {}): Mutant {
  const location = { start: { line: 2, column: 5 }, end: { line: 2, column: 10 } };
  return { fileName: file, location, replacement: 'a >= 0', status, ...change };
}

describe('scoreOf', () => {
  it.each([
    [100, ['Killed']],
    [50, ['Killed', 'Survived']],
    [50, ['Timeout', 'NoCoverage']],
    [75, ['Killed', 'Killed', 'Timeout', 'Survived', 'RuntimeError', 'Ignored']],
  ] as const)('is %d of %j', (score, statuses) => {
    expect(scoreOf(statuses.map((status) => mutant(status)))).toBe(score);
  });
});

describe('summaryOf', () => {
  it('counts all of them', () => {
    const statuses = ['Killed', 'Killed', 'Timeout', 'Survived', 'RuntimeError', 'Ignored'] as const;
    expect(summaryOf(statuses.map((status) => mutant(status)))).toBe(
      '75.0 % of the mutants noticed: 3 noticed, 1 survived, 2 did not load',
    );
  });
});

describe('survivorsOf', () => {
  const found = (mutants: Mutant[], equivalent: Parameters<typeof survivorsOf>[1] = []) =>
    survivorsOf(mutants, equivalent, () => text);

  it('shows where, and what instead of what', () => {
    expect(found([mutant('Killed'), mutant('Survived'), mutant('NoCoverage')])).toEqual([
      { where: `${file}:2`, mutant: 'a > 0 -> a >= 0', because: undefined },
      { where: `${file}:2`, mutant: 'a > 0 -> a >= 0', because: undefined },
    ]);
  });

  it('shows several lines as one', () => {
    const location = { start: { line: 2, column: 12 }, end: { line: 4, column: 2 } };
    expect(found([mutant('Survived', { location, replacement: '{}' })])).toMatchObject([
      { mutant: '{ act(); } -> {}' },
    ]);
  });

  it('knows those that change nothing', () => {
    const known = { file: 'a.ts', mutant: 'a > 0 -> a >= 0', because: 'a is never 0' };
    expect(found([mutant('Survived')], [known])).toMatchObject([{ because: 'a is never 0' }]);
    expect(found([mutant('Survived')], [{ ...known, file: 'b.ts' }])).toMatchObject([{ because: undefined }]);
    expect(found([mutant('Survived')], [{ ...known, mutant: 'a > 0 -> true' }])).toMatchObject([
      { because: undefined },
    ]);
  });
});
