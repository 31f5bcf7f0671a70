export interface SessionLimits {
  /** From the login, however much the session is used. */
  readonly maxSeconds: number;
  /** From its last use. */
  readonly idleSeconds: number;
}

/**
 * How many seconds a session may live on without use, now that it was used (ASVS 7.3.1, 7.3.2). One that is past its end gets the
 * one second that oidc-provider asks for at least; it is not found again, since `exp` was reached before that.
 *
 * @param loginTs seconds since 1970; undefined while nobody is logged in
 */
export function secondsLeft(loginTs: number | undefined, nowSeconds: number, limits: SessionLimits): number {
  const untilEnd = loginTs === undefined ? limits.idleSeconds : loginTs + limits.maxSeconds - nowSeconds;
  return Math.max(1, Math.min(limits.idleSeconds, untilEnd));
}
