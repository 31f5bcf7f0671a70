/** Who hears which tokens were revoked, and says so at once: it is asked at each exchange, and must ask nobody. */
export interface RevocationList {
  /** Whether everything is known that was revoked until a moment ago. */
  readonly isFresh: boolean;
  /** Whether the token with these claims was revoked, or what it descends from was (`origin_jti`). */
  isRevoked(claims: Readonly<Record<string, unknown>>): boolean;
}
