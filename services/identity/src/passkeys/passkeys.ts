import { Injectable } from '@nestjs/common';
import { and, eq, sql } from 'drizzle-orm';
import { bigint, customType, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { AuditTrail } from '../audit/audit-trail.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';

const bytea = customType<{ data: Uint8Array<ArrayBuffer> }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes),
});

export const passkeys = pgTable('passkeys', {
  credentialId: text('credential_id').primaryKey(),
  accountId: uuid('account_id').notNull(),
  publicKey: bytea('public_key').notNull(),
  signCount: bigint('sign_count', { mode: 'number' }).notNull(),
  transports: text().array().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
});

export type Passkey = typeof passkeys.$inferSelect;
export type NewPasskey = Pick<Passkey, 'credentialId' | 'accountId' | 'publicKey' | 'signCount' | 'transports'>;

/** The passkeys that people log in with. Within a unit of work. */
@Injectable()
export class Passkeys {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /** Oldest first. */
  of(accountId: string): Promise<Passkey[]> {
    return this.unitOfWork.query((tx) =>
      tx.select().from(passkeys).where(eq(passkeys.accountId, accountId)).orderBy(passkeys.createdAt),
    );
  }

  async find(credentialId: string): Promise<Passkey | undefined> {
    const [found] = await this.unitOfWork.query((tx) =>
      tx.select().from(passkeys).where(eq(passkeys.credentialId, credentialId)),
    );
    return found;
  }

  async add(passkey: NewPasskey): Promise<void> {
    await this.unitOfWork.query((tx) => tx.insert(passkeys).values(passkey));
    this.audit.record({ event: 'passkey.added', subject: passkey.accountId });
  }

  async used(credentialId: string, signCount: number): Promise<void> {
    await this.unitOfWork.query((tx) =>
      tx
        .update(passkeys)
        .set({ signCount, lastUsedAt: sql`now()` })
        .where(eq(passkeys.credentialId, credentialId)),
    );
  }

  /** False where it is none of this person's. */
  async remove(accountId: string, credentialId: string): Promise<boolean> {
    const removed = await this.unitOfWork.query((tx) =>
      tx
        .delete(passkeys)
        .where(and(eq(passkeys.accountId, accountId), eq(passkeys.credentialId, credentialId)))
        .returning({ id: passkeys.credentialId }),
    );
    if (removed.length > 0) this.audit.record({ event: 'passkey.removed', subject: accountId });
    return removed.length > 0;
  }
}
