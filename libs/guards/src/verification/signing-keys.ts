import type { KeyObject } from 'node:crypto';
import { InvalidToken } from './invalid-token.ts';
import { KeysUnavailable } from './keys-unavailable.ts';
import type { JoseHeader } from './strict-jws.ts';

export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
  /** The one algorithm it may be used with, where the issuer says so (RFC 8725 section 3.1). */
  readonly algorithm: string | undefined;
}

export interface SigningKeysOptions {
  /** Fetches what the issuer publishes now; must settle by itself. */
  readonly load: () => Promise<readonly SigningKey[]>;
  readonly onLoadFailed: (error: unknown) => void;
  /** Milliseconds of a clock that never jumps. */
  readonly now?: () => number;
}

const refreshAfterMs = 5 * 60_000;
const maxAgeMs = 10 * 60_000;
const coolDownMs = 5_000;
const minRsaBits = 2048;

interface KnownKey extends SigningKey {
  readonly isWeak: boolean;
}

/**
 * The issuer's keys, by `kid`.
 *
 * A known key is handed out at once, whatever goes on beside it. An unknown one makes all who ask wait for one fetch, and no other
 * fetch starts within the cool-down: a flood of invented ids costs the issuer a request every 5 s. Keys are good for 10 min after
 * the fetch that showed them, so an outage of the issuer stays unnoticed that long, and a key that it withdrew lives no longer.
 */
export class SigningKeys {
  readonly #options: Required<SigningKeysOptions>;
  #keys = new Map<string, KnownKey>();
  #fetchedAt = 0;
  #triedAt = -Infinity;
  #failure: unknown;
  #loading: Promise<void> | undefined;

  constructor(options: SigningKeysOptions) {
    this.#options = { now: () => performance.now(), ...options };
  }

  /**
   * The key for a token's header: at once when it is known, else a promise.
   *
   * @throws InvalidToken when the issuer has no such key, or not for this algorithm
   * @throws KeysUnavailable when the issuer cannot be asked
   */
  find(header: JoseHeader): KeyObject | Promise<KeyObject> {
    const known = this.#known(header.kid);
    if (!known) return this.#findAfterLoading(header);
    if (this.#age() >= refreshAfterMs) void this.#loadUnlessJustTried();
    return keyFor(header, known);
  }

  async #findAfterLoading(header: JoseHeader): Promise<KeyObject> {
    await this.#loadUnlessJustTried();
    const found = this.#known(header.kid);
    if (found) return keyFor(header, found);
    if (this.#failure) throw new KeysUnavailable(coolDownMs / 1000, { cause: this.#failure });
    throw new InvalidToken('key_unknown');
  }

  #known(kid: string): KnownKey | undefined {
    return this.#age() < maxAgeMs ? this.#keys.get(kid) : undefined;
  }

  #age(): number {
    return this.#options.now() - this.#fetchedAt;
  }

  async #loadUnlessJustTried(): Promise<void> {
    const coolingDown = this.#options.now() - this.#triedAt < coolDownMs;
    if (!this.#loading && coolingDown) return;
    await (this.#loading ??= this.#load());
  }

  async #load(): Promise<void> {
    const startedAt = this.#options.now();
    this.#triedAt = startedAt;
    try {
      const keys = await this.#options.load();
      this.#keys = new Map(keys.map((key) => [key.kid, { ...key, isWeak: isWeak(key.key) }]));
      this.#fetchedAt = startedAt;
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error;
      this.#options.onLoadFailed(error);
    } finally {
      this.#loading = undefined;
    }
  }
}

function keyFor(header: JoseHeader, { key, algorithm, isWeak }: KnownKey): KeyObject {
  if (algorithm !== undefined && algorithm !== header.alg) throw new InvalidToken('key_for_other_algorithm');
  if (isWeak) throw new InvalidToken('key_too_weak');
  return key;
}

/** Asked once per key: node makes the details anew each time, which costs a fifth of a verification. */
function isWeak({ asymmetricKeyDetails }: KeyObject): boolean {
  const { modulusLength = minRsaBits } = asymmetricKeyDetails ?? {};
  return modulusLength < minRsaBits;
}
