import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Where every jest run leaves its results, one JSON file a suite. */
export const resultsFolder = new URL('../../../.results/', import.meta.url);

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Files that could not be loaded: no test of theirs ran, so each counts as one that failed. */
  readonly numRuntimeErrorTestSuites: number;
}

/** Adds up the results of a folder; nothing when it is not there. */
export function countOf(folder: URL): Count {
  if (!existsSync(folder)) return { passed: 0, failed: 0 };
  return readdirSync(folder)
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as JestResults)
    .map((run) => ({ passed: run.numPassedTests, failed: run.numFailedTests + run.numRuntimeErrorTestSuites }))
    .reduce(sum, { passed: 0, failed: 0 });
}

function sum(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}
