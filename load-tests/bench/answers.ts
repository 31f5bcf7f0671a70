import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const withinMs = 300_000;

/** Resolves when something answers there. @throws Error when one of `processes` ends instead, or it takes too long */
export async function answers(url: string, processes: readonly ChildProcess[]): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  for (;;) {
    const ended = processes.find(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    if (ended) throw new Error(`It ended: ${ended.spawnargs.join(' ')}`);
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await pause(100);
    }
  }
}
