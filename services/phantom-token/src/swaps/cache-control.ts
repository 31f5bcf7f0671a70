/** nginx compares whole seconds, and serves an entry up to a second longer than its max-age. */
const edgeRoundingMs = 1_000;

/**
 * What the edge may do with a swap. It keeps one for as long as its max-age says, whatever its own configuration says,
 * and must not add to the age that the swap has already.
 */
export function cacheControl(freshForMs: number): string {
  const seconds = Math.floor((freshForMs - edgeRoundingMs) / 1000);
  return seconds > 0 ? `max-age=${seconds}` : 'no-store';
}
