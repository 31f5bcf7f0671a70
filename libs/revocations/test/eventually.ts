import { setTimeout as delay } from 'node:timers/promises';

/** Repeats a check until it does not throw; after the deadline, throws what it threw. */
export async function eventually(check: () => unknown, deadlineMs = 10_000): Promise<void> {
  const until = performance.now() + deadlineMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await delay(10);
    }
  }
}
