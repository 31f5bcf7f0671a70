import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { environment } from './environment.ts';
import { stopTelemetry } from './telemetry.ts';

/** What a process listens with. */
interface Listener {
  /** Serves on, but sends whoever it answers elsewhere. */
  leave(): void;
  /** Resolves when what is under way is answered. */
  close(): Promise<void>;
}

const listeners: Listener[] = [];

/**
 * On SIGTERM and SIGINT lets every listener leave, DRAIN_SECONDS later (0 if unset) closes them, the latest first, and ends the process.
 *
 * @throws ConfigurationError when DRAIN_SECONDS is no time from 0 to 30
 */
export function closeAtShutdown(listener: Listener): void {
  listeners.unshift(listener);
  if (listeners.length > 1) return;
  const { DRAIN_SECONDS } = environment({ DRAIN_SECONDS: z.coerce.number().min(0).max(30).default(0) });
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void shutdown(DRAIN_SECONDS));
}

async function shutdown(drainSeconds: number): Promise<void> {
  for (const listener of listeners) listener.leave();
  await pause(drainSeconds * 1000);
  for (const listener of listeners) await listener.close();
  await stopTelemetry();
  process.exit(0);
}
