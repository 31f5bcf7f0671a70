import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findK6 } from './k6.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'k6-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** A folder with a program that says so of itself. */
function folderWith(version: string): string {
  const folder = join(root, version.replaceAll(' ', '-'));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'k6');
  writeFileSync(file, `#!/bin/sh\necho "k6 v${version} (go1.26.8, linux/amd64)"\n`);
  chmodSync(file, 0o755);
  return folder;
}

describe('findK6', () => {
  it.each(['1.8.1', '10.0.0'])('finds %s on the path', async (version) => {
    expect(await findK6(folderWith(version))).toBe(join(folderWith(version), 'k6'));
  });

  it('passes over one that is too old', async () => {
    const path = [join(root, 'missing'), folderWith('0.49.0'), folderWith('1.0.0')].join(delimiter);
    expect(await findK6(path)).toBe(join(folderWith('1.0.0'), 'k6'));
  });

  it.each(['0.49.0', 'is something else'])('says how to get it where there is only %s', async (version) => {
    await expect(findK6(folderWith(version))).rejects.toThrow(/no k6 1 or later is on the path.*brew install k6/);
  });
});
