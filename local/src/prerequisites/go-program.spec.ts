import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { goProgram } from './go-program.ts';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'go-program-'));
  said = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const find = () =>
  goProgram(
    {
      name: 'gadget',
      module: 'gadgets.example/gadget@v1.2.3',
      howToGetIt: 'on macOS: brew install gadget',
      accepts: async (file) => (await readFile(file, 'utf8').catch(() => '')).includes('version 1'),
    },
    {
      environment: { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache') },
      say: (message) => said.push(message),
    },
  );

function program(path: string, ...lines: string[]): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(file, 0o755);
  return file;
}

describe('a program of Go', () => {
  it('is the one on PATH, before the one in the cache', async () => {
    const onPath = program('bin/gadget', '# version 1');
    program('cache/downscope/bin/gadget', '# version 1');
    expect(await find()).toBe(onPath);
  });

  it('is the one in the cache when that on PATH will not do', async () => {
    program('bin/gadget', '# version 0');
    const cached = program('cache/downscope/bin/gadget', '# version 1');
    expect(await find()).toBe(cached);
  });

  it('is built into the cache where Go is', async () => {
    program('bin/go', 'test "$1 $2" = "install gadgets.example/gadget@v1.2.3"');
    expect(await find()).toBe(join(folder, 'cache/downscope/bin/gadget'));
    expect(said).toEqual(['gadget is missing: building gadgets.example/gadget@v1.2.3, once']);
  });

  it('is not there when the build fails', async () => {
    program('bin/go', 'exit 1');
    await expect(find()).rejects.toMatchObject({ code: 'command_failed' });
  });

  it('is missing without Go: one line says how to get it', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'prerequisite_missing',
      message: 'gadget is missing, and so is Go, which would build it; on macOS: brew install gadget',
    });
  });
});
