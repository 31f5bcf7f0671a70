import { and, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import { type AdapterPayload, errors } from 'oidc-provider';
import { digest } from './digest.ts';
import { oidcRecords } from './oidc-records.table.ts';
import type { Found } from './oidc.adapter.ts';
import { SealedTokenAdapter } from './sealed-token.adapter.ts';

/** How long a client may ask once more whose answer was lost. */
const retrySeconds = 10;

/** When a token was used that nobody is to use: it is what an answer that was lost held. */
const inPlaceOfLost = sql`'epoch'::timestamptz`;

/** Why a refresh token is refused that comes again, as oidc-provider says it too. */
export const alreadyUsed = 'refresh token already used';

/**
 * Refresh tokens, each good for one use, after which comes the next (RFC 9700 section 4.14.2). One that comes again was stolen, from the
 * client or by it: whatever hangs on its grant ends, for nobody can say which of the two holds what came after it.
 *
 * An answer may be lost on its way, though. Whoever asks again within ten seconds, while nobody has used what that answer held, gets
 * another, and what it held is used up. So of one refresh token at most one next is alive, however often it comes.
 */
export class RefreshTokenAdapter extends SealedTokenAdapter {
  override async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    const { rotatedFrom } = this.unitOfWork;
    await super.upsert(id, rotatedFrom === undefined ? payload : { ...payload, rotatedFrom }, expiresInSeconds);
  }

  override async consume(id: string): Promise<void> {
    await this.lockPersonOf(id);
    const idHash = digest(id);
    if (!(await this.take(idHash))) {
      await this.endFamily(idHash);
      throw new errors.InvalidGrant(alreadyUsed);
    }
    this.unitOfWork.rotatesFrom(idHash);
  }

  /** As its own clock says: when it is used, the database's decides. */
  protected override isSpent({ consumedAt }: Found): boolean {
    return consumedAt !== null && consumedAt.getTime() <= Date.now() - retrySeconds * 1000;
  }

  /** Whether it may be used now. Of several at once, each sees what the one before it did: its person is locked. */
  private take(idHash: string): Promise<boolean> {
    return this.unitOfWork.query(async (tx) => {
      const { consumedAt } = oidcRecords;
      const isRetry = sql<boolean>`${consumedAt} > now() - make_interval(secs => ${retrySeconds})`;
      const itself = eq(oidcRecords.idHash, idHash);
      const [token] = await tx.select({ consumedAt, isRetry }).from(oidcRecords).where(itself);
      if (!token) return false;
      if (token.consumedAt === null)
        await tx
          .update(oidcRecords)
          .set({ consumedAt: sql`now()` })
          .where(itself);
      if (token.consumedAt === null || !token.isRetry) return token.consumedAt === null;
      const itsNext = and(this.ofSameGrant(idHash), eq(sql`${oidcRecords.payload} ->> 'rotatedFrom'`, idHash));
      const used = and(itsNext, isNotNull(consumedAt), ne(consumedAt, inPlaceOfLost));
      if ((await tx.select({ consumedAt }).from(oidcRecords).where(used)).length > 0) return false;
      await tx
        .update(oidcRecords)
        .set({ consumedAt: inPlaceOfLost })
        .where(and(itsNext, isNull(consumedAt)));
      return true;
    });
  }

  private async endFamily(idHash: string): Promise<void> {
    const itself = eq(oidcRecords.idHash, idHash);
    const [token] = await this.unitOfWork.query((tx) =>
      tx.select({ grantId: oidcRecords.grantId }).from(oidcRecords).where(itself),
    );
    await this.endSameGrant(idHash);
    const grant = eq(oidcRecords.idHash, digest(token?.grantId ?? ''));
    await this.unitOfWork.query((tx) => tx.delete(oidcRecords).where(grant));
  }

  private ofSameGrant(idHash: string) {
    return eq(oidcRecords.grantId, sql`(SELECT grant_id FROM oidc_records WHERE id_hash = ${idHash})`);
  }
}
