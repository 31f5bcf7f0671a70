import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa, ExecaError } from 'execa';
import { root } from '../layout.ts';

/** Something that must be installed first. The message says what, and how to get it. */
export class MissingPrerequisiteError extends Error {
  readonly code = 'prerequisite_missing';
  override readonly name = 'MissingPrerequisiteError';
}

/** A command run on the way, such as mvn or nx, that failed: with what it printed. */
export class CommandFailedError extends Error {
  readonly code = 'command_failed';
  override readonly name = 'CommandFailedError';
}

/** Where Debian keeps servers, which is not on everyone's PATH. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];

export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...serverFolders];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly user?: SystemUser | undefined;
}

/** Runs a command that ends by itself; answers what it printed on both outputs. */
export async function run(
  command: string,
  args: readonly string[],
  { signal, cwd, env, user }: RunOptions,
): Promise<string> {
  try {
    const { all } = await execa(command, args, {
      all: true,
      stdin: 'ignore',
      cancelSignal: signal,
      cwd: cwd ?? root,
      preferLocal: true,
      localDir: root,
      env: env ?? {},
      ...user,
    });
    return all;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ExecaError)) throw error;
    throw new CommandFailedError(`${error.shortMessage}\n${error.all}`);
  }
}

export const isRoot = process.getuid?.() === 0;
