import type { Claims } from '../privileges/decision.ts';

/** Where claims about a person come from. */
export abstract class ClaimSource {
  /**
   * What this source knows about a person; nothing is an answer too.
   *
   * @throws ClaimsUnavailable when it cannot say
   */
  abstract claimsOf(accountId: string): Promise<Claims>;
}

/** A claim source could not answer, so no grant is made: a token that lacks a claim would be a wrong one. */
export class ClaimsUnavailable extends Error {
  readonly code = 'claims_unavailable';
  /** As Koa calls it. */
  readonly statusCode = 503;
  readonly headers = { 'retry-after': '2' };

  constructor(source: string, cause: unknown) {
    super(`${source} cannot say what it knows about the person`, { cause });
    this.name = 'ClaimsUnavailable';
  }
}
