import { InvalidToken } from './invalid-token.ts';
import type { VerifiedClaims } from './verified-claims.ts';

/** Who knows which tokens ended before their time, and says so at once: it is asked at each request, and must ask nobody. */
export interface RevocationList {
  /** Whether the token with these claims was revoked, or what it descends from was (`origin_jti`). */
  isRevoked(claims: VerifiedClaims): boolean;
}

/** @throws InvalidToken for a token that is good in all else, and was taken back (RFC 6750 section 3.1) */
export function refuseRevoked(claims: VerifiedClaims, list: RevocationList | undefined): void {
  if (list?.isRevoked(claims)) throw new InvalidToken('revoked');
}
