import { setTimeout as pause } from 'node:timers/promises';
import { stopTelemetry } from './telemetry.ts';

/** What a process listens with. */
interface Listener {
  /** Serves on, but sends whoever it answers elsewhere. */
  leave(): void;
  /** Resolves when what is under way is answered. */
  close(): Promise<void>;
}

const listeners: Listener[] = [];

/** On SIGTERM and SIGINT lets every listener leave, `drainSeconds` later closes them, the latest first, and ends the process. */
export function closeAtShutdown(listener: Listener, drainSeconds: number): void {
  listeners.unshift(listener);
  if (listeners.length > 1) return;
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void shutdown(drainSeconds));
}

async function shutdown(drainSeconds: number): Promise<void> {
  for (const listener of listeners) listener.leave();
  await pause(drainSeconds * 1000);
  for (const listener of listeners) await listener.close();
  await stopTelemetry();
  process.exit(0);
}
