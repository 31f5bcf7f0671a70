import type { AdapterPayload } from 'oidc-provider';
import type { SealedModel, TokenIdMac } from '../tokens/token-id-mac.ts';
import { digest } from './digest.ts';
import { type Found, OidcAdapter, payloadOf } from './oidc.adapter.ts';
import { withSecrets } from './secrets.ts';
import { tokenById, tokenByOriginJti } from './stored-records.ts';
import type { UnitOfWork } from './unit-of-work.ts';

interface FoundWithOwners extends Found {
  readonly grant: AdapterPayload | null;
  readonly session: AdapterPayload | null;
}

/** Codes and opaque tokens. An id that was not made here is not looked for; one that was is read with its grant and session. */
export class SealedTokenAdapter extends OidcAdapter {
  constructor(
    protected override readonly model: SealedModel,
    unitOfWork: UnitOfWork,
    private readonly mac: TokenIdMac,
  ) {
    super(model, unitOfWork);
  }

  override async find(id: string): Promise<AdapterPayload | undefined> {
    if (!this.mac.isOurs(this.model, id)) return undefined;
    const values = { model: this.model, idHash: digest(id) };
    const [found] = await this.unitOfWork.read((db) => tokenById(db).execute(values));
    return found && withSecrets(id, this.readAhead(found));
  }

  async findByOriginJti(originJti: string): Promise<AdapterPayload | undefined> {
    const values = { model: this.model, originJti };
    const [found] = await this.unitOfWork.read((db) => tokenByOriginJti(db).execute(values));
    return found && this.readAhead(found);
  }

  /** Whether it was used, and is good for nothing more. */
  protected isSpent({ consumedAt }: Found): boolean {
    return consumedAt !== null;
  }

  private readAhead(found: FoundWithOwners): AdapterPayload {
    const payload = payloadOf({ ...found, consumedAt: this.isSpent(found) ? found.consumedAt : null });
    const { readAhead } = this.unitOfWork;
    if (found.grant && payload.grantId) readAhead.set(`Grant ${payload.grantId}`, found.grant);
    if (found.session && payload.sessionUid) readAhead.set(`Session ${payload.sessionUid}`, found.session);
    return this.model === 'AccessToken' ? { ...payload, exp: endOf(payload, found) } : payload;
  }
}

/**
 * An opaque token ends with what it hangs on, as far as that is known now: so does what is made of it. For nobody is told when something
 * expires.
 */
function endOf({ exp, expiresWithSession }: AdapterPayload, { grant, session }: FoundWithOwners): number {
  const ends = [exp, grant?.exp, expiresWithSession === true ? session?.exp : undefined];
  return Math.min(...ends.filter((end) => end !== undefined));
}
