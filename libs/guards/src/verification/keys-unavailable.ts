/** The issuer's keys cannot be had, so nobody can say whether the token is good. Answered 503: an outage is not the caller's fault. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
  readonly status = 503;
  readonly code = 'keys_unavailable';
  readonly reason = 'keys_unavailable';

  constructor(
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super('Access tokens cannot be verified at the moment.', options);
  }
}
