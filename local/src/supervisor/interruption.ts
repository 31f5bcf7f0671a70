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
  if (process.env['npm_lifecycle_event']) watchParent(interrupt);
}

/** An npm that is killed tells nobody. */
function watchParent(interrupt: (by: string) => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) interrupt('the npm that ran this is gone');
  }, 1_000);
  timer.unref();
}
