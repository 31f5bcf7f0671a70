import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something is so. */
export async function until(what: string, isSo: () => Promise<boolean>, deadlineMs = 30_000): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Not so within ${deadlineMs} ms: ${what}`);
    await pause(20);
  }
}
