/** The request carries no bearer token. Answered 401 with a challenge that has no error code (RFC 6750 section 3.1). */
export class MissingToken extends Error {
  override readonly name = 'MissingToken';
  readonly status = 401;
  readonly code = 'missing_token';
  readonly reason = 'missing_token';
  readonly challenge = {};

  constructor() {
    super('An access token is needed.');
  }
}
