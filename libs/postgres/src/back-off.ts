const firstMs = 100;
const longestMs = 5_000;

/** How long to wait before another attempt: twice as long each time, and never in step with others. */
export function backOffMs(failedAttempts: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** (failedAttempts - 1));
  return ceiling * (0.5 + Math.random() / 2);
}
