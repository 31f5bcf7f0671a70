import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const main = join(import.meta.dirname, '../../tools/src/events/main.ts');

/** `npm run events`, as it runs: what it has printed so far, and how it ended. */
export class EventsCommand {
  out = '';
  err = '';
  readonly ended: Promise<number>;
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;

  constructor(...args: readonly string[]) {
    this.#process = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.stdout.on('data', (text) => (this.out += String(text)));
    this.#process.stderr.on('data', (text) => (this.err += String(text)));
    this.ended = once(this.#process, 'close').then(([code]) => code as number);
  }

  /** As Ctrl-C does. */
  interrupt(): void {
    this.#process.kill('SIGINT');
  }
}

/** Runs it to its end. */
export async function events(...args: readonly string[]): Promise<{ out: string; err: string; code: number }> {
  const command = new EventsCommand(...args);
  const code = await command.ended;
  return { out: command.out, err: command.err, code };
}
