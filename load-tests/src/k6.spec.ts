import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { k6 } from './k6.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('k6', () => {
  it.each([
    ['1.8.1', true],
    ['10.0.0', true],
    ['0.49.0', false],
    ['is something else', false],
  ])('v%s: %p', async (version, accepted) => {
    const file = join(folder, `k6-${version}`);
    writeFileSync(file, `#!/bin/sh\necho "k6 v${version} (go1.26.8, linux/amd64)"\n`);
    chmodSync(file, 0o755);
    expect(await k6.accepts(file)).toBe(accepted);
  });

  it('is not a file that is not there', async () => {
    expect(await k6.accepts(join(folder, 'missing'))).toBe(false);
  });
});
