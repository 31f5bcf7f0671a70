import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { digest } from './digest.ts';
import { oidcRecords } from './oidc-records.table.ts';
import { withoutSecrets, withSecrets } from './secrets.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** What is kept of one oidc-provider model, found by the digest of its id. */
export class OidcAdapter implements Adapter {
  constructor(
    protected readonly model: string,
    protected readonly unitOfWork: UnitOfWork,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    const row = this.row(id, payload, expiresInSeconds);
    await this.unitOfWork.query((tx) =>
      tx.insert(oidcRecords).values(row).onConflictDoUpdate({ target: oidcRecords.idHash, set: row }),
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const stored = await this.select(eq(oidcRecords.idHash, digest(id)));
    return stored && withSecrets(id, stored);
  }

  /** The id is not stored, so the session that this gives can be read and not destroyed. */
  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.select(eq(oidcRecords.sessionUid, uid));
  }

  findByOriginJti(originJti: string): Promise<AdapterPayload | undefined> {
    return this.select(eq(oidcRecords.originJti, originJti));
  }

  findByUserCode(): never {
    throw new Error('The device flow is off');
  }

  /**
   * One statement, so that of any number of redemptions at once a single one wins. A code that comes twice was stolen: what it
   * was redeemed for ends (RFC 6749 section 4.1.2).
   */
  async consume(id: string): Promise<void> {
    const idHash = digest(id);
    const won = await this.unitOfWork.query((tx) =>
      tx
        .update(oidcRecords)
        .set({ consumedAt: sql`now()` })
        .where(and(eq(oidcRecords.idHash, idHash), isNull(oidcRecords.consumedAt)))
        .returning({ idHash: oidcRecords.idHash }),
    );
    if (won.length > 0) return;
    const itsGrant = sql`(SELECT grant_id FROM oidc_records WHERE id_hash = ${idHash})`;
    // Locked in one order, since the losers do this all at once: in any order, two of them would wait for each other.
    await this.unitOfWork.query((tx) => {
      const { idHash } = oidcRecords;
      const locked = tx.select({ idHash }).from(oidcRecords).where(eq(oidcRecords.grantId, itsGrant)).orderBy(idHash);
      return tx.delete(oidcRecords).where(inArray(idHash, locked.for('update')));
    });
    throw new errors.InvalidGrant('already consumed');
  }

  async destroy(id: string): Promise<void> {
    await this.unitOfWork.query((tx) => tx.delete(oidcRecords).where(eq(oidcRecords.idHash, digest(id))));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    const ofGrant = and(eq(oidcRecords.model, this.model), eq(oidcRecords.grantId, grantId));
    await this.unitOfWork.query((tx) => tx.delete(oidcRecords).where(ofGrant));
  }

  protected row(id: string, payload: AdapterPayload, expiresInSeconds: number): typeof oidcRecords.$inferInsert {
    return {
      idHash: digest(id),
      model: this.model,
      payload: withoutSecrets(id, payload),
      grantId: payload.grantId ?? null,
      sessionUid: payload.uid ?? null,
      originJti: originJtiOf(payload),
      expiresAt: new Date(Date.now() + expiresInSeconds * 1000),
    };
  }

  private async select(condition: ReturnType<typeof eq>): Promise<AdapterPayload | undefined> {
    const [found] = await this.unitOfWork.query((tx) =>
      tx
        .select({ payload: oidcRecords.payload, consumedAt: oidcRecords.consumedAt })
        .from(oidcRecords)
        .where(and(eq(oidcRecords.model, this.model), condition))
        .limit(1),
    );
    return found && { ...found.payload, ...(found.consumedAt && { consumed: true }) };
  }
}

function originJtiOf({ extra }: AdapterPayload): string | null {
  const originJti = (extra as { origin_jti?: unknown } | undefined)?.origin_jti;
  return typeof originJti === 'string' ? originJti : null;
}
