/** The service asked, or the identity server on the way to it, did not answer or could not: another time it may. */
export class DownstreamUnavailable extends Error {
  override readonly name = 'DownstreamUnavailable';
  readonly status = 503;
  readonly code = 'downstream_unavailable';
  readonly retryable = true;
  /** When it may: what it said itself, or five seconds. */
  readonly retryAfterSeconds: number;

  constructor(
    readonly service: string,
    { retryAfterSeconds = 5, ...options }: ErrorOptions & { readonly retryAfterSeconds?: number | undefined } = {},
  ) {
    super('A service that is needed for this cannot be reached at the moment.', options);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get headers(): Readonly<Record<'retry-after', string>> {
    return { 'retry-after': String(this.retryAfterSeconds) };
  }
}

/** The caller's token, which was to be exchanged, is not good any more: it has ended or was revoked since it was verified. */
export class SubjectTokenEnded extends Error {
  override readonly name = 'SubjectTokenEnded';
  readonly status = 401;
  readonly code = 'invalid_token';
  /** As any API says it to a token that is not good (RFC 6750 section 3.1). */
  readonly headers = { 'www-authenticate': 'Bearer error="invalid_token"' };

  constructor(options?: ErrorOptions) {
    super('The access token has ended.', options);
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

/** One of each that a call of this service may throw, for whoever says in a document what a route answers. */
export function downstreamErrors(
  service: string,
): [DownstreamUnavailable, SubjectTokenEnded, DownstreamRefused, DownstreamMisunderstood] {
  return [
    new DownstreamUnavailable(service),
    new SubjectTokenEnded(),
    new DownstreamRefused(service, 403, undefined),
    new DownstreamMisunderstood(service),
  ];
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
