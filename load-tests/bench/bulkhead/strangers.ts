import type { ChildProcess } from 'node:child_process';
import { ask, start } from '../child.ts';

/** A hundred people without an account, in a process of their own. */
export class Strangers {
  readonly #child: ChildProcess;
  readonly #issuer: string;

  constructor(issuer: string) {
    this.#issuer = issuer;
    this.#child = start(new URL('strangers-process.ts', import.meta.url));
  }

  /** Resolves when each of them has been answered once. */
  async begin(): Promise<void> {
    await ask(this.#child, { issuer: this.#issuer });
  }

  /** Resolves when none of them waits for an answer any more, to the answers by status. */
  async end(): Promise<Readonly<Record<string, number>>> {
    return (await ask(this.#child, 'end')) as Record<string, number>;
  }

  leave(): void {
    this.#child.disconnect();
  }
}
