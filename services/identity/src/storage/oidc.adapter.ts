import type { Transaction } from '@downscope/postgres';
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { digest } from './digest.ts';
import { oidcRecords } from './oidc-records.table.ts';
import { recordById, recordBySessionUid } from './stored-records.ts';
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
    const ahead = this.takeReadAhead(id);
    if (ahead) return withSecrets(id, ahead);
    const values = { model: this.model, idHash: digest(id) };
    const [found] = await this.unitOfWork.read((db) => recordById(db).execute(values));
    return found && withSecrets(id, payloadOf(found));
  }

  /** The id is not stored, so the session that this gives can be read and not destroyed. */
  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const ahead = this.takeReadAhead(uid);
    if (ahead) return ahead;
    const [found] = await this.unitOfWork.read((db) => recordBySessionUid(db).execute({ model: this.model, uid }));
    return found && payloadOf(found);
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
    await this.endSameGrant(idHash);
    throw new errors.InvalidGrant('already consumed');
  }

  async destroy(id: string): Promise<void> {
    await this.unitOfWork.query((tx) => tx.delete(oidcRecords).where(eq(oidcRecords.idHash, digest(id))));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    const ofModel = eq(oidcRecords.model, this.model);
    await this.unitOfWork.query((tx) =>
      tx.delete(oidcRecords).where(and(ofModel, inArray(oidcRecords.idHash, lockedOf(tx, sql`${grantId}`)))),
    );
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

  /** Ends every code and token that hangs on the same grant as a record. */
  protected async endSameGrant(recordIdHash: string): Promise<void> {
    const itsGrant = sql`(SELECT grant_id FROM oidc_records WHERE id_hash = ${recordIdHash})`;
    await this.unitOfWork.query((tx) =>
      tx.delete(oidcRecords).where(inArray(oidcRecords.idHash, lockedOf(tx, itsGrant))),
    );
  }

  private takeReadAhead(id: string): AdapterPayload | undefined {
    const { readAhead } = this.unitOfWork;
    const key = `${this.model} ${id}`;
    const payload = readAhead.get(key);
    readAhead.delete(key);
    return payload;
  }
}

/**
 * What hangs on a grant, locked in one order by whoever ends it: in any order, two of them would wait for each other. The code comes
 * first, since a redemption holds that before it knows that it came too late.
 */
function lockedOf(tx: Transaction, grantId: SQL) {
  const { idHash, model } = oidcRecords;
  return tx
    .select({ idHash })
    .from(oidcRecords)
    .where(eq(oidcRecords.grantId, grantId))
    .orderBy(sql`${model} <> 'AuthorizationCode'`, idHash)
    .for('update');
}

export interface Found {
  readonly payload: AdapterPayload;
  readonly consumedAt: Date | null;
}

export function payloadOf({ payload, consumedAt }: Found): AdapterPayload {
  return { ...payload, ...(consumedAt && { consumed: true }) };
}

function originJtiOf({ extra }: AdapterPayload): string | null {
  const originJti = (extra as { origin_jti?: unknown } | undefined)?.origin_jti;
  return typeof originJti === 'string' ? originJti : null;
}
