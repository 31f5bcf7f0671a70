import { type AdapterPayload, errors } from 'oidc-provider';
import { OidcAdapter } from './oidc.adapter.ts';
import { oidcRecords } from './oidc-records.table.ts';

/** Client assertions that are good for one use, and were seen. The insert is the check, so that of several uses at once a single one passes. */
export class ReplayDetectionAdapter extends OidcAdapter {
  override find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  override async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    if (!this.unitOfWork.assertionIsForOneUse) return;
    const row = this.row(id, payload, expiresInSeconds);
    const inserted = await this.unitOfWork.query((tx) =>
      tx.insert(oidcRecords).values(row).onConflictDoNothing().returning({ idHash: oidcRecords.idHash }),
    );
    if (inserted.length === 0) throw new errors.InvalidClientAuth('the client assertion was used before');
  }
}
