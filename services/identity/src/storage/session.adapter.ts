import type { AdapterPayload } from 'oidc-provider';
import { OidcAdapter } from './oidc.adapter.ts';
import type { UnitMemory } from './unit-of-work.ts';

/** Whether the session that was found had ended before it got its next id. */
const hasEnded: UnitMemory<{ value: boolean }> = { nothing: () => ({ value: false }) };

/**
 * Sessions, from the login on: before it there is nothing to keep, and anybody could have rows made. One that somebody ends while a
 * request uses it stays ended, also where that request gives it another id: oidc-provider then removes it by the old one first.
 */
export class SessionAdapter extends OidcAdapter {
  override async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    if (payload.accountId === undefined || this.unitOfWork.memory(hasEnded).value) return;
    await super.upsert(id, payload, expiresInSeconds);
  }

  override async destroy(id: string): Promise<void> {
    const wasFound = this.wasFound(id);
    if (!(await this.remove(id)) && wasFound) this.unitOfWork.memory(hasEnded).value = true;
  }
}
