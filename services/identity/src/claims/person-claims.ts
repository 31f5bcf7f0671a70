import { Injectable } from '@nestjs/common';
import type { Claims } from '../privileges/decision.ts';
import { Privileges } from '../privileges/privileges.ts';
import { AccountClaims } from './account-claims.ts';
import { CustomerClaims } from './customer-claims.ts';

/** Everything that some API may see about a person, from all sources. What the account itself says comes first. */
@Injectable()
export class PersonClaims {
  constructor(
    private readonly privileges: Privileges,
    private readonly account: AccountClaims,
    private readonly customer: CustomerClaims,
  ) {}

  /** @throws ClaimsUnavailable when any source cannot answer */
  async of(accountId: string): Promise<Claims> {
    const known = { ...(await this.customer.claimsOf(accountId)), ...(await this.account.claimsOf(accountId)) };
    return Object.fromEntries(Object.entries(known).filter(([name]) => this.privileges.claimNames.has(name)));
  }
}
