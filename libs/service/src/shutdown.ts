import { stopTelemetry } from './telemetry.ts';

const closers: (() => Promise<void>)[] = [];

/** Closes on SIGTERM and SIGINT what was started, the latest first, and ends the process. */
export function closeAtShutdown(close: () => Promise<void>): void {
  closers.unshift(close);
  if (closers.length > 1) return;
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void shutdown());
}

async function shutdown(): Promise<void> {
  for (const close of closers) await close();
  await stopTelemetry();
  process.exit(0);
}
