import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../layout.ts';
import type { ProcessRecord } from './process-record.ts';
import { signal as send } from './process-table.ts';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const graceMs = 5_000;

/**
 * Runs a command that shares our terminal until it ends, and answers its exit code. When the signal aborts it is ended, and fails with
 * the signal's reason. Its process group, where its own children are, never outlives it.
 */
export async function runInForeground(
  { command, args, env }: Command,
  record: ProcessRecord,
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted();
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit', detached: true });
  const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error));
  const { pid } = child;
  if (pid === undefined) return failed;
  failed.catch(() => undefined);
  record.add(command, pid, 'SIGTERM');
  const end = (): void => {
    send(pid, 'SIGTERM');
    setTimeout(() => {
      send(-pid, 'SIGKILL');
    }, graceMs).unref();
  };
  signal.addEventListener('abort', end, { once: true });
  const [code] = (await once(child, 'exit')) as [number | null];
  signal.removeEventListener('abort', end);
  send(-pid, 'SIGKILL');
  record.remove(pid);
  signal.throwIfAborted();
  return code ?? 1;
}
