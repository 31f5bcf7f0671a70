import { describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inspector, lineOf, type Place } from './inspector.ts';

jest.setTimeout(30_000);

const program = `
import { writeFileSync } from 'node:fs';
async function first() {
  await act('first');
}
async function second() {
  await act('before');
  await act('after');
}
async function act(what) {
  writeFileSync(process.argv[2], what);
}
setInterval(() => first().then(second), 20);
`;

const place: Place = { file: 'program.mjs', within: 'function second(', line: 'await act(' };

describe('a place', () => {
  it('is the first line of its kind in its function', () => {
    expect(lineOf(place, program)).toBe(6);
    expect(lineOf({ ...place, line: /'after'/ }, program)).toBe(7);
  });

  it.each([
    ['function', { ...place, within: 'function third(' }],
    ['line', { ...place, line: 'await act2(' }],
  ])('whose %s is gone is an error', (_, gone) => {
    expect(() => lineOf(gone, program)).toThrow(expect.objectContaining({ code: 'place_gone' }));
  });
});

describe('a debugger', () => {
  it('stops a process before that line, and nothing in it goes on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'inspector-'));
    const [file, output] = [join(folder, 'program.mjs'), join(folder, 'output')];
    writeFileSync(file, program);
    const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', file, output]);
    try {
      const [said] = (await once(child.stderr, 'data')) as [Buffer];
      using inspector = await Inspector.at(Number(/:(\d+)\//.exec(said.toString())?.[1]));
      await inspector.stopAt(place, lineOf(place, program));
      const stands = readFileSync(output, 'utf8');
      expect(stands).toBe('first');
    } finally {
      child.kill('SIGKILL');
    }
  });
});
