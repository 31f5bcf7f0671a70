import { Database } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { accounts } from '../accounts/accounts.table.ts';
import type { Claims } from '../privileges/decision.ts';
import { ClaimSource } from './claim-source.ts';

/** The account's own attributes: what somebody is here, such as a role and its region. */
@Injectable()
export class AccountClaims extends ClaimSource {
  constructor(private readonly database: Database) {
    super();
  }

  override async claimsOf(accountId: string): Promise<Claims> {
    const [account] = await this.database.drizzle.select().from(accounts).where(eq(accounts.id, accountId));
    return account?.attributes ?? {};
  }
}
