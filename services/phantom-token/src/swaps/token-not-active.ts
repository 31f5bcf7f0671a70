/** Identity says that the token is expired, revoked, or none of its own. Answered 401 (RFC 6750 section 3.1). */
export class TokenNotActive extends Error {
  override readonly name = 'TokenNotActive';
  readonly status = 401;
  readonly code = 'invalid_token';
  readonly reason = 'not_active';
  readonly challenge = { error: 'invalid_token' } as const;

  constructor() {
    super('The access token is expired, revoked or unknown.');
  }
}
