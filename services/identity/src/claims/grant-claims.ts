import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Claims } from '../privileges/decision.ts';
import { digest } from '../storage/digest.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';

const grantClaims = pgTable('grant_claims', {
  grantIdHash: text('grant_id_hash').primaryKey(),
  claims: jsonb().$type<Claims>().notNull(),
});

/** The claims that a grant was made with. Its tokens carry copies; whatever happens to them later only takes some away. */
@Injectable()
export class GrantClaims {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async keep(grantId: string, claims: Claims): Promise<void> {
    await this.unitOfWork.query((tx) =>
      tx
        .insert(grantClaims)
        .values({ grantIdHash: digest(grantId), claims })
        .onConflictDoUpdate({ target: grantClaims.grantIdHash, set: { claims } }),
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
