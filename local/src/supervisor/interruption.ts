import { processEntry, startTimeOf } from './process-table.ts';

/** Ctrl-C, or a signal that means the same. */
export class InterruptedError extends Error {
  readonly code = 'interrupted';
  override readonly name = 'InterruptedError';
}

const doubledMs = 500;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls `once` at the first sign that we shall end, and `again` when a person presses Ctrl-C a second time. */
export function onInterruption(once: (reason: InterruptedError) => void, again: () => void): void {
  let interruptedAt: number | undefined;
  const interrupt = (by: string): void => {
    if (interruptedAt !== undefined) return;
    interruptedAt = Date.now();
    once(new InterruptedError(by));
  };
  for (const name of signals) {
    process.on(name, () => {
      // npm passes the terminal's SIGINT on, so that one Ctrl-C comes twice.
      const pressedAgain = name === 'SIGINT' && interruptedAt !== undefined && Date.now() - interruptedAt > doubledMs;
      if (pressedAgain) again();
      else interrupt(name);
    });
  }
  if (process.env['npm_lifecycle_event']) watchNpm(interrupt);
}

/** An npm that is killed tells nobody. It runs us through a shell, which may have made way for us. */
function watchNpm(interrupt: (by: string) => void): void {
  const parent = processEntry(process.ppid);
  const npm = parent && /^(ba|da|z)?sh$/.test(parent.name) ? parent.parent : process.ppid;
  const startTime = startTimeOf(npm);
  const timer = setInterval(() => {
    if (startTimeOf(npm) !== startTime) interrupt('the npm that ran this is gone');
  }, 1_000);
  timer.unref();
}
