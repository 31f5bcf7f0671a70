/** The token is good, but does not hold the scopes that this needs. Answered 403 (RFC 6750 section 3.1). */
export class InsufficientScope extends Error {
  override readonly name = 'InsufficientScope';
  readonly status = 403;
  readonly code = 'insufficient_scope';
  readonly reason: string;
  readonly challenge: { readonly error: 'insufficient_scope'; readonly scope: readonly string[] };

  constructor(needed: readonly string[]) {
    super('The access token does not have the scope that this needs.');
    this.reason = `needs scope ${needed.join(' ')}`;
    this.challenge = { error: 'insufficient_scope', scope: needed };
  }
}

/** The token is good, but lacks a claim that this needs, or has it in another form. Answered 403: no other scope would help. */
export class MissingClaim extends Error {
  override readonly name = 'MissingClaim';
  readonly status = 403;
  readonly code = 'missing_claim';
  readonly reason: string;
  readonly challenge = { error: 'insufficient_scope' } as const;

  constructor(claim: string) {
    super('The access token does not have a claim that this needs.');
    this.reason = `needs claim ${claim}`;
  }
}
