import pRetry from 'p-retry';

/** Repeats a check that throws until it holds, and throws its last error when the deadline has passed. */
export function eventually<T>(check: () => Promise<T>, { deadlineMs }: { deadlineMs: number }): Promise<T> {
  return pRetry(check, {
    retries: Infinity,
    minTimeout: 50,
    factor: 1.5,
    maxTimeout: 500,
    maxRetryTime: deadlineMs,
  });
}
