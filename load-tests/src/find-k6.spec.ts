import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findK6 } from './find-k6.ts';

let folder: string;
let environment: { PATH: string; XDG_CACHE_HOME: string };
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-k6-'));
  environment = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache') };
  said = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const find = () => findK6(environment, (message) => said.push(message));

function program(path: string, ...lines: string[]): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(file, 0o755);
  return file;
}

const printing = (version: string): string => `echo "k6 v${version} (go1.26.8, linux/amd64)"`;

describe('k6', () => {
  it('is the one on PATH, before the one in the cache', async () => {
    const onPath = program('bin/k6', printing('1.8.1'));
    program('cache/downscope/bin/k6', printing('1.8.1'));
    expect(await find()).toBe(onPath);
  });

  it.each([['0.49.0'], ['is something else']])('is the one in the cache when that on PATH is %s', async (version) => {
    program('bin/k6', printing(version));
    const cached = program('cache/downscope/bin/k6', printing('1.8.1'));
    expect(await find()).toBe(cached);
  });

  it('is built into the cache where Go is', async () => {
    program('bin/go', 'test "$1" = install', 'exit 0');
    expect(await find()).toBe(join(folder, 'cache/downscope/bin/k6'));
    expect(said).toEqual([expect.stringContaining('building go.k6.io/k6@v')]);
  });

  it('is not there when the build fails', async () => {
    program('bin/go', 'test "$1" != install');
    await expect(find()).rejects.toMatchObject({ code: 'k6_build_failed' });
  });

  it('is missing without Go: one line says how to get it', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'k6_missing',
      message: expect.stringMatching(/^k6 is missing.*Debian.*macOS: brew install k6$/),
    });
  });
});
