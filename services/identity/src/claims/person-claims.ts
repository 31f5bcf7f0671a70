import { type Claims, releasable } from '../privileges/decision.ts';
import { roleClaim } from '../privileges/given-by.ts';
import type { Privileges } from '../privileges/privileges.ts';
import type { ClaimSource } from './claim-source.ts';

/** What privileges.yaml has a use for of what is known about a person: the claims that a scope may need, and their role. */
export class PersonClaims {
  constructor(
    private readonly privileges: Privileges,
    private readonly sources: readonly ClaimSource[],
  ) {}

  /** @throws ClaimsUnavailable when any source cannot answer */
  async of(accountId: string): Promise<Claims> {
    const answers = await Promise.all(this.sources.map((source) => source.claimsOf(accountId)));
    const known = Object.fromEntries(answers.flatMap((claims) => Object.entries(claims)));
    return releasable(known, [...this.privileges.file.claims.keys(), roleClaim]);
  }
}
