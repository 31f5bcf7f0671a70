import { Listr, PRESET_TIMER } from 'listr2';

export interface Step {
  readonly title: string;
  /** `say` tells the person something worth knowing about this step. */
  readonly run: (signal: AbortSignal, say: (message: string) => void) => Promise<void>;
}

/** Runs steps side by side, showing how long each takes. The first that fails ends the others, and all have ended when this does. */
export async function runSteps(steps: readonly Step[], signal: AbortSignal, plain: boolean): Promise<void> {
  const failure = new AbortController();
  const both = AbortSignal.any([signal, failure.signal]);
  const running: Promise<void>[] = [];
  const tasks = steps.map(({ title, run }) => ({
    title,
    rendererOptions: { persistentOutput: true },
    task: (_: unknown, task: { output: string }): Promise<void> => {
      const outcome = run(both, (message) => (task.output = message)).catch((error: unknown) => {
        const isFirst = !both.aborted;
        failure.abort(error);
        throw new Error(isFirst ? 'see below' : 'given up');
      });
      running.push(outcome);
      return outcome;
    },
  }));
  const list = new Listr(tasks, {
    concurrent: true,
    registerSignalListeners: false,
    renderer: plain ? 'simple' : 'default',
    rendererOptions: { timer: PRESET_TIMER, ...(!plain && { showErrorMessage: false }) },
    fallbackRenderer: 'simple',
    fallbackRendererOptions: { timer: PRESET_TIMER },
  });
  await list.run().catch(() => undefined);
  await Promise.allSettled(running);
  both.throwIfAborted();
}
