/** The service asked, or the identity server on the way to it, did not answer or could not: another time it may. */
export class DownstreamUnavailable extends Error {
  override readonly name = 'DownstreamUnavailable';
  readonly status = 503;
  readonly code = 'downstream_unavailable';
  readonly retryable = true;
  readonly headers = { 'retry-after': '5' };

  constructor(
    readonly service: string,
    options?: ErrorOptions,
  ) {
    super('A service that is needed for this cannot be reached at the moment.', options);
  }
}

/** The service asked, or the identity server on the way to it, said no: the same request will be refused again. */
export class DownstreamRefused extends Error {
  override readonly name = 'DownstreamRefused';
  readonly status = 502;
  readonly code = 'downstream_refused';

  constructor(
    readonly service: string,
    readonly upstreamStatus: number,
    /** `code` of its problem document, or OAuth's `error`. */
    readonly upstreamCode: string | undefined,
    options?: ErrorOptions,
  ) {
    super('A service that is needed for this refused.', options);
  }
}

/** The answer is not what was agreed on: another shape, or a token with other scopes than those asked for. */
export class DownstreamMisunderstood extends Error {
  override readonly name = 'DownstreamMisunderstood';
  readonly status = 502;
  readonly code = 'downstream_misunderstood';

  constructor(
    readonly service: string,
    options?: ErrorOptions,
  ) {
    super('A service that is needed for this answered with something unexpected.', options);
  }
}

/** A bearer token would travel over plain http, which nobody allowed. */
export class InsecureUrl extends Error {
  override readonly name = 'InsecureUrl';
  readonly code = 'insecure_url';

  constructor(url: URL) {
    super(`${url.origin} is plain http: set allowInsecureHttp where that is meant`);
  }
}

/** The service cannot prove who it is: its credential is not set, or cannot be read. */
export class ClientCredentialInvalid extends Error {
  override readonly name = 'ClientCredentialInvalid';
  readonly code = 'client_credential_invalid';
}

/** Whether a status says "not now" rather than "no". */
export function isTransient(status: number): boolean {
  return status >= 500 || status === 429;
}
