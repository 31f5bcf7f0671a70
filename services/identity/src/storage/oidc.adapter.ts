import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { digest } from './digest.ts';
import { oidcRecords } from './oidc-records.table.ts';
import { isOfPerson, lockPerson, lockPersonOfRecord } from './person-lock.ts';
import { recordById, recordBySessionUid } from './stored-records.ts';
import { withoutSecrets, withSecrets } from './secrets.ts';
import type { UnitMemory, UnitOfWork } from './unit-of-work.ts';

/** The digests of the ids that records were found by. */
const foundRecords: UnitMemory<Set<string>> = { nothing: () => new Set() };

/** What is kept of one oidc-provider model, found by the digest of its id. */
export class OidcAdapter implements Adapter {
  constructor(
    protected readonly model: string,
    protected readonly unitOfWork: UnitOfWork,
  ) {}

  /** What was found and has ended meanwhile is not made again. */
  async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    const { accountId } = payload;
    if (isOfPerson(this.model) && accountId !== undefined) await lockPerson(this.unitOfWork, accountId);
    const row = this.row(id, payload, expiresInSeconds);
    await this.unitOfWork.query((tx) =>
      this.wasFound(id)
        ? tx.update(oidcRecords).set(row).where(eq(oidcRecords.idHash, row.idHash))
        : tx.insert(oidcRecords).values(row).onConflictDoUpdate({ target: oidcRecords.idHash, set: row }),
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const idHash = digest(id);
    const found = this.takeReadAhead(id) ?? (await this.read(idHash));
    if (!found) return undefined;
    this.unitOfWork.memory(foundRecords).add(idHash);
    return withSecrets(id, found);
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
    await this.lockPersonOf(id);
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
    await this.remove(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.lockPersonOf(grantId);
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

  protected wasFound(id: string): boolean {
    return this.unitOfWork.memory(foundRecords).has(digest(id));
  }

  /** False where it was not there. */
  protected async remove(id: string): Promise<boolean> {
    await this.lockPersonOf(id);
    const itself = eq(oidcRecords.idHash, digest(id));
    const removed = await this.unitOfWork.query((tx) =>
      tx.delete(oidcRecords).where(itself).returning({ idHash: oidcRecords.idHash }),
    );
    this.unitOfWork.memory(foundRecords).delete(digest(id));
    return removed.length > 0;
  }

  /** Before anything of the person's is changed. */
  protected async lockPersonOf(id: string): Promise<void> {
    if (isOfPerson(this.model)) await lockPersonOfRecord(this.unitOfWork, id);
  }

  /** Ends every code and token that hangs on the same grant as a record. */
  protected async endSameGrant(recordIdHash: string): Promise<void> {
    const itsGrant = sql`(SELECT grant_id FROM oidc_records WHERE id_hash = ${recordIdHash})`;
    await this.unitOfWork.query((tx) => tx.delete(oidcRecords).where(eq(oidcRecords.grantId, itsGrant)));
  }

  private async read(idHash: string): Promise<AdapterPayload | undefined> {
    const [found] = await this.unitOfWork.read((db) => recordById(db).execute({ model: this.model, idHash }));
    return found && payloadOf(found);
  }

  private takeReadAhead(id: string): AdapterPayload | undefined {
    const { readAhead } = this.unitOfWork;
    const key = `${this.model} ${id}`;
    const payload = readAhead.get(key);
    readAhead.delete(key);
    return payload;
  }
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
