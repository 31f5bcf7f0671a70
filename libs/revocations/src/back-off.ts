const firstMs = 100;
/** Short, since nothing is fresh until an attempt succeeds. */
const longestMs = 2_000;

/** How long to wait before another attempt: twice as long each time, and never in step with other receivers. */
export function backOffMs(failedAttempts: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** (failedAttempts - 1));
  return ceiling * (0.5 + Math.random() / 2);
}
