import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlreadyRunningError, ProcessRecord } from './process-record.ts';
import { signal, startTimeOf } from './process-table.ts';

let folder: string;
let file: string;
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'downscope-record-'));
  file = join(folder, 'processes.json');
  children = [];
});

afterEach(() => {
  for (const { pid } of children) if (pid !== undefined) signal(-pid, 'SIGKILL');
  rmSync(folder, { recursive: true });
});

const runChild = (command = 'sleep', args = ['60']): { pid: number; ended: Promise<unknown>; child: ChildProcess } => {
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  if (child.pid === undefined) throw new Error(`${command} did not start`);
  return { pid: child.pid, ended: once(child, 'exit'), child };
};

const entry = (pid: number, startTime = startTimeOf(pid), name = 'part') => ({
  name,
  pid,
  startTime,
  stopSignal: 'SIGTERM',
});
const deadSupervisor = { name: 'supervisor', pid: process.pid, startTime: 'long ago', stopSignal: 'SIGTERM' };
const leave = (supervisor: unknown, parts: unknown[]): void => {
  writeFileSync(file, JSON.stringify({ supervisor, parts }));
};
const claim = async (): Promise<string[]> => {
  const ended: string[] = [];
  await ProcessRecord.claim(file, [['edge'], ['store']], (name) => ended.push(name));
  return ended;
};

describe('a claim of a stack', () => {
  it('writes down who has it', async () => {
    await claim();
    const { supervisor } = JSON.parse(readFileSync(file, 'utf8')) as { supervisor: unknown };
    expect(supervisor).toMatchObject({ pid: process.pid, startTime: startTimeOf(process.pid) });
  });

  it('is refused while another process has it, and changes nothing', async () => {
    const { pid } = runChild();
    const part = runChild();
    leave(entry(pid), [entry(part.pid)]);
    const before = readFileSync(file, 'utf8');
    await expect(claim()).rejects.toThrow(AlreadyRunningError);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(startTimeOf(part.pid)).toBeDefined();
  });

  it('ends what a supervisor that is gone left running', async () => {
    const { pid, ended } = runChild();
    leave(deadSupervisor, [entry(pid)]);
    await expect(claim()).resolves.toEqual(['part']);
    await ended;
    expect(startTimeOf(pid)).toBeUndefined();
  });

  it('ends a command first, then the parts in their order', async () => {
    const left = ['store', 'edge', 'command'].map((name) => {
      const { pid } = runChild();
      return entry(pid, startTimeOf(pid), name);
    });
    leave(deadSupervisor, left);
    await expect(claim()).resolves.toEqual(['command', 'edge', 'store']);
  });

  it('ends a process that does not listen, with all of its group', async () => {
    const { pid, ended, child } = runChild('sh', ['-c', 'trap "" TERM; sleep 60 & echo $!; wait; wait']);
    if (!child.stdout) throw new Error('sh has no output');
    const [grandchild] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    leave(deadSupervisor, [entry(pid)]);
    await claim();
    await ended;
    expect(startTimeOf(Number(grandchild))).toBeUndefined();
  }, 15_000);

  it('leaves alone a process that only has the pid of one it started', async () => {
    const { pid } = runChild();
    leave(deadSupervisor, [entry(pid, 'another time')]);
    await expect(claim()).resolves.toEqual([]);
    expect(startTimeOf(pid)).toBeDefined();
  });

  it.each([
    ['half a file', '{"supervisor":'],
    ['something else', '[]'],
  ])('takes over from %s', async (_, text) => {
    writeFileSync(file, text);
    await claim();
    expect(existsSync(file)).toBe(true);
  });

  it('keeps the record of each part until it ends, and nothing after its release', async () => {
    const record = await ProcessRecord.claim(file, [], () => undefined);
    const { pid } = runChild();
    record.add('order', pid, 'SIGTERM');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      parts: [{ name: 'order', pid, startTime: startTimeOf(pid) }],
    });
    record.remove(pid);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ parts: [] });
    record.release();
    expect(existsSync(file)).toBe(false);
  });
});
