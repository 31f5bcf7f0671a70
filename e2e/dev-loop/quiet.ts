import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

const sampleMs = 50;

/** How much longer this machine takes than it would with nothing else to do: 1 where every core's worth of work gets a core. */
function slowdown(): number {
  const startedMs = performance.now();
  const before = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    const usedMs = (user + system) / 1000;
    if (usedMs >= sampleMs) return (performance.now() - startedMs) / usedMs;
  }
}

/** Waits a while for the machine to be done with what came before, and says whether it is. */
export async function untilQuiet(deadlineMs: number): Promise<boolean> {
  const endMs = performance.now() + deadlineMs;
  while (performance.now() < endMs) {
    if (slowdown() < 1.25 && slowdown() < 1.25) return true;
    await pause(500);
  }
  return false;
}

/** As `uptime` says it. */
export function load(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)} on ${String(availableParallelism())} cores`;
}
