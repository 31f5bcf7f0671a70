import { setTimeout as pause } from 'node:timers/promises';
import { load, untilQuiet } from './quiet.ts';

const promisedSeconds = 5;
const settleMs = 20_000;
/** How far apart edits are at least: as long as each service needs to have the process ready that the next one starts in. */
const apartMs = 10_000;

export interface Row {
  readonly name: string;
  /** Throws where what must be seen is not; answers what is wrong although it was. */
  readonly work: () => Promise<string | undefined>;
  /** Whether it must be over within five seconds; default false. */
  readonly soon?: boolean;
}

/** The table that is printed line by line, and what it comes to. */
export class Rows {
  #passed = 0;
  #failed = 0;

  /**
   * Prints how long the work took, and whether it did what was promised. On a machine that has something else to do, the seconds stand
   * there beside its load and prove nothing.
   */
  async row({ name, work, soon = false }: Row): Promise<void> {
    if (soon) await pause(apartMs);
    const quiet = soon && (await untilQuiet(settleMs));
    const startedMs = performance.now();
    const wrong = await work().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    const seconds = (performance.now() - startedMs) / 1000;
    const late = soon && seconds > promisedSeconds;
    const remarks = [
      ...(wrong === undefined ? [] : [`FAILED: ${wrong}`]),
      ...(late ? [`more than ${String(promisedSeconds)} s${quiet ? ': FAILED' : ', on a busy machine'}`] : []),
      ...(soon ? [load()] : []),
    ];
    console.log(`${name.padEnd(44)} ${seconds.toFixed(1).padStart(6)} s  ${remarks.join(', ')}`.trimEnd());
    if (wrong !== undefined || (late && quiet)) this.#failed++;
    else this.#passed++;
  }

  /** Prints the last line. */
  total(): { readonly failed: number } {
    console.log(`\ndev loop: ${String(this.#passed)} passed, ${String(this.#failed)} failed`);
    return { failed: this.#failed };
  }
}
