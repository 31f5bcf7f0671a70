import type { Swap } from './swap-token.ts';

/** nginx compares whole seconds, and serves an entry up to a second longer than its max-age. */
const edgeRoundingMs = 1_000;

/** What says how long an answer may be kept: `cache-control` to everybody, and `x-accel-expires` to nginx, where it counts more. */
export type CacheHeaders = Readonly<Record<'cache-control', string> & Partial<Record<'x-accel-expires', string>>>;

/**
 * What the edge may do with a swap, whatever its own configuration says.
 *
 * While revocations are heard of, it keeps one for a second at most. nginx cannot be told so by an age: with max-age=1 it serves for up to
 * two. Told a moment, it serves until the end of that second; so it is told the second that it is now.
 *
 * While they are not, it keeps one as long as it may be used, and must not add to the age that it has already.
 *
 * @param nowMs milliseconds of the clock on the wall, which the edge's must agree with
 */
export function cacheHeaders({ freshForMs, isWatched }: Omit<Swap, 'jwt'>, nowMs: number): CacheHeaders {
  const seconds = Math.floor((freshForMs - edgeRoundingMs) / 1000);
  if (isWatched && freshForMs >= edgeRoundingMs) {
    return { 'cache-control': 'max-age=1', 'x-accel-expires': `@${Math.floor(nowMs / 1000)}` };
  }
  return { 'cache-control': !isWatched && seconds > 0 ? `max-age=${seconds}` : 'no-store' };
}
