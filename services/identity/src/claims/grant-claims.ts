import { Injectable } from '@nestjs/common';
import { eq, sql } from 'drizzle-orm';
import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Claims } from '../privileges/decision.ts';
import { digest } from '../storage/digest.ts';
import { lockPerson } from '../storage/person-lock.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';

export const grantClaims = pgTable('grant_claims', {
  grantIdHash: text('grant_id_hash').primaryKey(),
  claims: jsonb().$type<Claims>().notNull(),
});

/** A grant, by its id, and whose it is. */
interface GrantOf {
  readonly jti: string;
  readonly accountId: string;
}

/** The claims that a grant was made with. Its tokens carry copies; whatever happens to them later only takes some away. */
@Injectable()
export class GrantClaims {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Of a grant that has ended meanwhile, nothing is kept. */
  async keep({ jti: grantId, accountId }: GrantOf, claims: Claims): Promise<void> {
    await lockPerson(this.unitOfWork, accountId);
    await this.unitOfWork.query((tx) =>
      tx.execute(sql`
        INSERT INTO grant_claims (grant_id_hash, claims)
        SELECT id_hash, ${JSON.stringify(claims)}::jsonb FROM oidc_records WHERE id_hash = ${digest(grantId)} FOR KEY SHARE
        ON CONFLICT (grant_id_hash) DO UPDATE SET claims = excluded.claims`),
    );
  }

  async of(grantId: string): Promise<Claims> {
    const [kept] = await this.unitOfWork.read((tx) =>
      tx
        .select()
        .from(grantClaims)
        .where(eq(grantClaims.grantIdHash, digest(grantId))),
    );
    if (!kept) throw new Error('The grant was made without asking for claims');
    return kept.claims;
  }
}
