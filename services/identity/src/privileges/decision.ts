/** Claims about a person, by name. */
export type Claims = Readonly<Record<string, string>>;

/** What a token for use inside may carry, and the path in privileges.yaml that says so. */
export interface Allowed {
  readonly allowed: true;
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly claims: Claims;
  readonly rule: string;
}

/** The OAuth error code (RFC 6749 section 5.2, RFC 8693 section 2.2.2) and what to tell the client that asked. */
export interface Refused {
  readonly allowed: false;
  readonly error: 'invalid_request' | 'invalid_target' | 'invalid_scope';
  readonly reason: string;
}

export type Decision<Grant extends Allowed = Allowed> = Grant | Refused;

export function refuse(error: Refused['error'], reason: string): Refused {
  return { allowed: false, error, reason };
}

/** The claims that are needed; none is ever added or changed. */
export function releasable(claims: Claims, needed: readonly string[]): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => needed.includes(name)));
}
