import type { Key, SecretKey, SigningKey } from './key.ts';
import { activeKey, verifyingKeys } from './key-schedule.ts';

/** The keys that identity signs with and verifies by, as this process knows them now. */
export class KeyRing {
  private readonly listeners: (() => void)[] = [];

  /** @param now milliseconds since 1970 */
  constructor(
    private keys: readonly Key[],
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes up what was made and gone elsewhere: another replica's rotation. */
  replace(keys: readonly Key[]): void {
    this.keys = keys;
    for (const listener of this.listeners) listener();
  }

  /** Has `listener` called whenever the ring was looked through, which is every few seconds: keys become active by time alone. */
  onReplaced(listener: () => void): void {
    this.listeners.push(listener);
  }

  signingKey(): SigningKey {
    return active(this.signing('signing'), this.now());
  }

  /** Every key that an access token may be signed by, the one that signs first. */
  publishedKeys(): readonly SigningKey[] {
    return verifyingKeys(this.signing('signing'), this.now());
  }

  /** Every key that signs nothing but ID tokens, for clients that registered RS256; the one that signs first. */
  idTokenKeys(): readonly SigningKey[] {
    return verifyingKeys(this.signing('id-token'), this.now());
  }

  /** Signs nothing but security events, for clients that ask for RS256. */
  eventKey(): SigningKey {
    return active(this.signing('security-event'), this.now());
  }

  eventKeys(): readonly SigningKey[] {
    return verifyingKeys(this.signing('security-event'), this.now());
  }

  secretKey(purpose: SecretKey['purpose']): SecretKey {
    return active(this.secrets(purpose), this.now());
  }

  /** Every key of that purpose that verifies, the one that signs first. */
  secretKeys(purpose: SecretKey['purpose']): readonly SecretKey[] {
    return verifyingKeys(this.secrets(purpose), this.now());
  }

  private signing(purpose: SigningKey['purpose']): SigningKey[] {
    return this.keys.filter((key): key is SigningKey => key.purpose === purpose);
  }

  private secrets(purpose: SecretKey['purpose']): SecretKey[] {
    return this.keys.filter((key): key is SecretKey => key.purpose === purpose);
  }
}

function active<Of extends Key>(keys: readonly Of[], nowMs: number): Of {
  const key = activeKey(keys, nowMs);
  if (!key) throw new Error('The key ring holds no active key');
  return key;
}
