import { and, desc, eq } from 'drizzle-orm';
import { Injectable } from '@nestjs/common';
import { audit } from '../audit/audit.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';

export interface Consent {
  readonly at: Date;
  readonly scopes: readonly string[];
}

/** What a person let an application do the last time that they were asked, as far back as the audit is kept. */
@Injectable()
export class LastConsent {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async of(accountId: string, clientId: string): Promise<Consent | undefined> {
    const [last] = await this.unitOfWork.read((db) =>
      db
        .select({ at: audit.at, scopes: audit.scopes })
        .from(audit)
        .where(and(eq(audit.subject, accountId), eq(audit.clientId, clientId), eq(audit.event, 'consent.given')))
        .orderBy(desc(audit.at))
        .limit(1),
    );
    return last && { at: last.at, scopes: last.scopes ?? [] };
  }
}
