/** No control character, none that a reader cannot see, no half of one. */
const visible = /^[^\p{Cc}\p{Cf}\p{Cs}]{1,255}$/u;

/**
 * What somebody or something is called: a subject, a client, an actor, a token.
 *
 * Two names that look alike, or become alike when they are stored (a lone surrogate is written as U+FFFD, a NUL ends a text in
 * many a place), would be one caller to some and two to others.
 */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && visible.test(value);
}
