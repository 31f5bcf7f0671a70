/** A receiver asked for what there is not, or not for it. Answered as a problem document by its `status` and `code`. */
class StreamError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** Another client's stream is not there either. */
export class StreamUnknown extends StreamError {
  constructor() {
    super('There is no such stream of yours', 404, 'stream_unknown');
  }
}

export class StreamRequestInvalid extends StreamError {
  constructor(message: string) {
    super(message, 400, 'invalid_request');
  }
}

export class VerifiedTooOften extends StreamError {
  constructor(retryAfterSeconds: number) {
    const headers = { 'retry-after': String(retryAfterSeconds) };
    super('Verifications that were asked for are not received yet', 429, 'too_many_verifications', headers);
  }
}
