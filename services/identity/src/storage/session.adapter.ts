import type { AdapterPayload } from 'oidc-provider';
import { OidcAdapter } from './oidc.adapter.ts';

/** Sessions, from the login on: before it there is nothing to keep, and anybody could have rows made. */
export class SessionAdapter extends OidcAdapter {
  override async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    if (payload.accountId !== undefined) await super.upsert(id, payload, expiresInSeconds);
  }
}
