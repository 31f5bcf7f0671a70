import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { countOf } from './results.ts';

function folder(...runs: object[]): URL {
  const path = mkdtempSync(join(tmpdir(), 'results-'));
  runs.forEach((run, index) => {
    writeFileSync(join(path, `${String(index)}.json`), JSON.stringify(run));
  });
  return pathToFileURL(`${path}/`);
}

describe('countOf', () => {
  it('adds up all suites', () => {
    const first = { numPassedTests: 3, numFailedTests: 1, numRuntimeErrorTestSuites: 0 };
    const second = { numPassedTests: 4, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
    expect(countOf(folder(first, second))).toEqual({ passed: 7, failed: 1 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const broken = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1 };
    expect(countOf(folder(broken))).toEqual({ passed: 0, failed: 1 });
  });

  it('is nothing where no suite ran', () => {
    expect(countOf(new URL('missing/', folder()))).toEqual({ passed: 0, failed: 0 });
  });
});
