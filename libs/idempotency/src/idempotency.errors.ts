export class IdempotencyKeyMalformed extends Error {
  readonly status = 400;
  readonly code = 'idempotency_key_malformed';

  constructor() {
    super('Idempotency-Key: must be given once, as 1 to 255 visible characters in double quotes, or as a token');
  }
}

/** Whoever gave this key before asked for something else with it. */
export class IdempotencyKeyReused extends Error {
  readonly status = 422;
  readonly code = 'idempotency_key_reused';

  constructor() {
    super('Idempotency-Key: was given with another request before.');
  }
}

/** How the first attempt ends is not known yet. */
export class IdempotencyKeyInUse extends Error {
  readonly status = 409;
  readonly code = 'idempotency_key_in_use';
  readonly headers = { 'retry-after': '1' };

  constructor() {
    super('Idempotency-Key: a request with it is in progress.');
  }
}
