import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** A copy of this checkout, with what is not committed yet: edits to it harm nothing. */
export function copyOfCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dev-loop-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of listed.toString().split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  // As kind:up has it.
  cpSync(join(root, 'k8s/dev/skaffold.env'), join(folder, 'skaffold.env'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

export function removeCopy(folder: string): void {
  rmSync(folder, { recursive: true });
}

/** `skaffold delete`, which forgets the data. */
export async function skaffoldDelete(folder: string, context: string): Promise<void> {
  await promisify(execFile)('skaffold', ['delete', '--kube-context', context], { cwd: folder });
}

/** Something that a developer must be told, or see, was not there in time. */
export class NotSeenError extends Error {
  readonly code = 'not_seen';
  override readonly name = 'NotSeenError';
}

/** `skaffold dev`, and what it says. */
export class DevSession {
  readonly #lines: string[] = [];
  readonly #child: ChildProcess;

  /** Starts it. */
  constructor(folder: string, context: string) {
    const child = spawn('skaffold', ['dev', '--kube-context', context, '--port-forward=off'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => this.#lines.push(line));
    }
    this.#child = child;
  }

  /** Resolves when all is deployed. One that does not get there is ended. @throws NotSeenError */
  async untilWatching(): Promise<void> {
    try {
      await this.sees([/^Watching for changes/], { deadlineMs: 900_000 });
    } catch (error) {
      await this.end();
      throw error;
    }
  }

  /** How many lines it has said: what comes after is new. */
  get position(): number {
    return this.#lines.length;
  }

  since(position: number): readonly string[] {
    return this.#lines.slice(position);
  }

  /** Resolves when each was said after `position`. @throws NotSeenError */
  async sees(wanted: readonly RegExp[], { position = 0, deadlineMs = 240_000 } = {}): Promise<void> {
    const endMs = performance.now() + deadlineMs;
    for (;;) {
      const said = this.since(position);
      const missing = wanted.filter((what) => !said.some((line) => what.test(line)));
      if (missing.length === 0) return;
      if (performance.now() > endMs || this.#child.exitCode !== null) {
        throw new NotSeenError(`not seen: ${missing.join(', ')}\n${said.slice(-30).join('\n')}`);
      }
      await pause(20);
    }
  }

  /** As Ctrl-C does. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGINT');
    await ended;
  }
}
