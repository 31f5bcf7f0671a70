import { bad, faint, good } from './style.ts';

const titleWidth = 75;

export class StepFailedError extends Error {
  readonly code = 'step_failed';
  override readonly name = 'StepFailedError';
}

/** Numbered steps, one line each: what is done, and what came of it. The first that fails ends the walk. */
export class Steps {
  #taken = 0;

  get taken(): number {
    return this.#taken;
  }

  /** @param work gives its result, and the words that stand behind the title */
  async take<T>(title: string, work: () => Promise<readonly [T, string]>): Promise<T> {
    this.#taken += 1;
    const head = `${faint(String(this.#taken).padStart(2))}  ${title.padEnd(titleWidth)}  `;
    try {
      const [result, outcome] = await work();
      console.log(head + good(outcome));
      return result;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      console.log(head + bad('failed'));
      throw new StepFailedError(`step ${this.#taken} (${title}): ${reason}`, { cause: error });
    }
  }
}
