const atMostSeconds = 60;

/**
 * When to come again, of an answer that says "not now" (RFC 9110 section 10.2.3: seconds, or a date); a minute at most.
 *
 * @returns undefined where it does not say
 */
export function retryAfterSeconds(headers: Headers, nowMs: number = Date.now()): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - nowMs) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 1), atMostSeconds);
}
