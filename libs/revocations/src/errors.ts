/** The transmitter did not answer, could not, or answered something else than it was asked. Another attempt may succeed. */
export class TransmitterUnavailable extends Error {
  override readonly name = 'TransmitterUnavailable';
  readonly code = 'transmitter_unavailable';
}

/** The transmitter knows this stream no more: another begins with what ended lately. */
export class StreamUnknown extends Error {
  override readonly name = 'StreamUnknown';
  readonly code = 'stream_unknown';

  constructor() {
    super('The transmitter does not know this stream');
  }
}

/** A token, and what ended, would travel over plain http, which nobody allowed. */
export class InsecureTransmitter extends Error {
  override readonly name = 'InsecureTransmitter';
  readonly code = 'insecure_transmitter';

  constructor(url: string) {
    super(`${url} is not https: set allowInsecureHttp where something else protects the way`);
  }
}

/** What came is no security event token of this stream. */
export class InvalidSecurityEvent extends Error {
  override readonly name = 'InvalidSecurityEvent';

  /** @param code what the transmitter is told (RFC 8935 section 2.4) */
  constructor(
    readonly code: 'invalid_request' | 'invalid_key' | 'invalid_issuer' | 'invalid_audience' | 'authentication_failed',
    options?: ErrorOptions,
  ) {
    super('A security event token is not valid here', options);
  }
}
