import type { KeyObject } from 'node:crypto';
import { InvalidToken, type InvalidTokenReason } from './invalid-token.ts';
import { KeysUnavailable } from './keys-unavailable.ts';
import { type SigningAlgorithm, signingAlgorithms } from './signing-algorithm.ts';
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

/** What the keys of one `kid` are worth: per algorithm, the key to verify with, or why there is none. */
type KnownKeys = Readonly<Record<SigningAlgorithm, KeyObject | InvalidTokenReason>>;

/**
 * The issuer's keys, by `kid`.
 *
 * A known key is handed out at once, whatever goes on beside it. An unknown one makes all who ask wait for one fetch, and no other
 * fetch starts within the cool-down: a flood of invented ids costs the issuer a request every 5 s. Keys are good for 10 min after
 * the fetch that showed them, so an outage of the issuer stays unnoticed that long, and a key that it withdrew lives no longer.
 */
export class SigningKeys {
  readonly #options: Required<SigningKeysOptions>;
  #keys = new Map<string, KnownKeys>();
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

  #known(kid: string): KnownKeys | undefined {
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
      this.#keys = new Map(keys.map(({ kid }) => [kid, byAlgorithm(keys.filter((key) => key.kid === kid))]));
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

function keyFor({ alg }: JoseHeader, known: KnownKeys): KeyObject {
  const key = known[alg];
  if (typeof key === 'string') throw new InvalidToken(key);
  return key;
}

/** Keys may share a `kid` when something else tells them apart (RFC 7517 section 4.5): their kind, or the algorithm they are for. */
function byAlgorithm(keys: readonly SigningKey[]): KnownKeys {
  const choices = signingAlgorithms.map((algorithm) => [algorithm, choice(keys, algorithm)] as const);
  return Object.fromEntries(choices) as KnownKeys;
}

function choice(keys: readonly SigningKey[], algorithm: SigningAlgorithm): KeyObject | InvalidTokenReason {
  const [key, ...others] = keys
    .filter((each) => each.algorithm === undefined || each.algorithm === algorithm)
    .map((each) => each.key)
    .filter((each) => isMadeFor(each, algorithm));
  if (!key) return 'key_for_other_algorithm';
  if (!others.every((other) => other.equals(key))) return 'key_ambiguous';
  return isWeak(key) ? 'key_too_weak' : key;
}

function isMadeFor({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, algorithm: SigningAlgorithm): boolean {
  if (algorithm !== 'ES256') return asymmetricKeyType === 'rsa';
  return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

function isWeak({ asymmetricKeyDetails }: KeyObject): boolean {
  const { modulusLength = minRsaBits } = asymmetricKeyDetails ?? {};
  return modulusLength < minRsaBits;
}
