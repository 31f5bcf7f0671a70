import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemsOf } from './check.ts';
import { covers, exceptions, unexplained } from './exceptions.ts';
import { render } from './kustomize.ts';
import type { Problem } from './problem.ts';

/** All that is applied: the overlays, and what stands beside the controller. */
const overlays = ['default-backend', ...readdirSync(join(import.meta.dirname, '../overlays'))];
const problems = new Map<string, Problem[]>();
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'overlays-'));
  for (const overlay of overlays) {
    const file = join(folder, `${overlay}.yaml`);
    writeFileSync(file, await render(overlay));
    problems.set(overlay, await problemsOf(file, overlay));
  }
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const problemsIn = (overlay: string): Problem[] => problems.get(overlay) ?? [];

describe.each(overlays)('%s', (overlay) => {
  it('has nothing wrong with it, but for what is explained', () => {
    expect(unexplained(problemsIn(overlay), overlay)).toEqual([]);
  });
});

describe('the exception', () => {
  it.each(exceptions)('of $rule is still needed', (exception) => {
    const needed = (overlay: string) => problemsIn(overlay).some((problem) => covers(exception, problem, overlay));
    expect(overlays.filter(needed)).not.toEqual([]);
  });
});
