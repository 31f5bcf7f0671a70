import { createConnection } from 'node:net';
import { once } from 'node:events';
import pRetry from 'p-retry';

export class NotReadyError extends Error {
  readonly code = 'not_ready';
  override readonly name = 'NotReadyError';
}

export interface Wait {
  readonly what: string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** Repeats `check` until it does not throw; after the deadline, says what did not become ready and why. */
export async function until({ what, deadlineMs, signal }: Wait, check: () => Promise<void>): Promise<void> {
  const attempt = (): Promise<void> => check().catch((error: unknown) => Promise.reject(new Error(reason(error))));
  try {
    await pRetry(attempt, {
      retries: Infinity,
      factor: 1.3,
      minTimeout: 40,
      maxTimeout: 400,
      maxRetryTime: deadlineMs,
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new NotReadyError(`${what} was not ready after ${deadlineMs / 1000} s: ${reason(error)}`);
  }
}

/** p-retry gives up on a TypeError, which is what fetch throws while nobody listens: hence the plain Error above. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

export async function answersOk(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status} ${body.slice(0, 200)}`);
}

export async function acceptsConnections(port: number): Promise<void> {
  const socket = createConnection({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(2_000) });
  } finally {
    socket.destroy();
  }
}
