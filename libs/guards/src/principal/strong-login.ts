import type { ClaimsPrincipal } from './claims-principal.ts';

/** Logins that cannot be phished, in hardware or not: `acr` values of OpenID Connect's Extended Authentication Profile. */
export const strongLogins = ['phr', 'phrh'] as const;

/** The token is good, but its person logged in too weakly or too long ago. Answered 401: to log in again helps (RFC 9470 section 3). */
export class InsufficientUserAuthentication extends Error {
  override readonly name = 'InsufficientUserAuthentication';
  readonly status = 401;
  readonly code = 'insufficient_user_authentication';
  readonly reason: string;
  readonly challenge: {
    readonly error: 'insufficient_user_authentication';
    readonly acrValues: readonly string[];
    readonly maxAgeSeconds: number;
  };

  constructor(maxAgeSeconds: number) {
    super('This needs a strong login, and a recent one.');
    this.reason = `needs strong login within ${maxAgeSeconds} s`;
    this.challenge = { error: 'insufficient_user_authentication', acrValues: strongLogins, maxAgeSeconds };
  }
}

/** @throws InsufficientUserAuthentication unless the person behind the request logged in strongly, and no longer ago than that */
export function requireStrongLogin({ acr, authenticatedAt }: ClaimsPrincipal, maxAgeSeconds: number, now: Date): void {
  const isStrong = (strongLogins as readonly unknown[]).includes(acr);
  const loggedInAt = authenticatedAt?.getTime() ?? -Infinity;
  const isRecent = now.getTime() - loggedInAt <= maxAgeSeconds * 1000;
  if (!isStrong || !isRecent) throw new InsufficientUserAuthentication(maxAgeSeconds);
}
