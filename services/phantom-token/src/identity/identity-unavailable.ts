/** Nobody can say at the moment whether a token is good. Answered 503, never 401: the outage is not the caller's fault. */
export class IdentityUnavailable extends Error {
  override readonly name = 'IdentityUnavailable';
  readonly status = 503;
  readonly code = 'identity_unavailable';
  readonly headers = { 'retry-after': '5' };

  /** @param reason for the log; the caller never sees it */
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super('Access tokens cannot be checked at the moment.', options);
  }
}
