/** What an event ends: tokens by their origin, or, where it names none, all that a subject was given until a moment. */
export type EndedTokens =
  { readonly originJtis: readonly string[] } | { readonly subject: string; readonly issuedUpToSeconds: number };

/** What of a verified token decides whether it was revoked. */
export interface RevocableClaims {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly iat?: unknown;
  /** The id of the opaque token that it descends from. */
  readonly origin_jti?: unknown;
}

interface Limits {
  readonly longestLifeMs: number;
  readonly mostRemembered: number;
}

/** So young must the last word be, for what nobody mentioned to count as alive. */
const freshForMs = 1_000;

/**
 * Which tokens of one issuer ended before their time, and how far that is known. Asked at each request: nothing here waits.
 *
 * An end is remembered until nothing that it is about can be alive. Beyond `mostRemembered` ends, the oldest is forgotten before that, and
 * `isFresh` says no until what was forgotten has ended by itself.
 */
export class Revocations {
  readonly #issuer: string;
  readonly #limits: Limits;
  readonly #now: () => number;
  /** Each with when it may be forgotten; in that order, since the life that is waited for is the same for all. */
  readonly #origins = new Map<string, number>();
  readonly #subjects = new Map<string, { readonly issuedUpToSeconds: number; readonly forgetAtMs: number }>();
  #lastWordMs = -Infinity;
  #missedUntilMs = -Infinity;

  /** @param now milliseconds of a clock that never jumps */
  constructor(issuer: string, limits: Limits, now: () => number) {
    this.#issuer = issuer;
    this.#limits = limits;
    this.#now = now;
  }

  /** Whether the issuer said so. No network: who may ask at each request does. */
  isRevoked({ iss, sub, iat, origin_jti: origin }: RevocableClaims): boolean {
    if (iss !== this.#issuer) return false;
    if (typeof origin === 'string' && this.#origins.has(origin)) return true;
    const ended = typeof sub === 'string' ? this.#subjects.get(sub) : undefined;
    return ended !== undefined && typeof iat === 'number' && iat <= ended.issuedUpToSeconds;
  }

  /**
   * Whether everything is known that ended until a second ago. If not, a token of which nothing is known here may be revoked: whoever
   * keeps something for as long as it lives keeps it no longer than without this library.
   */
  get isFresh(): boolean {
    const now = this.#now();
    return now - this.#lastWordMs < freshForMs && now >= this.#missedUntilMs;
  }

  /** How old the issuer's last word is; infinite before the first. */
  get lastWordAgeMs(): number {
    return this.#now() - this.#lastWordMs;
  }

  /** How many ends are remembered. */
  get remembered(): number {
    return this.#origins.size + this.#subjects.size;
  }

  end(tokens: EndedTokens): void {
    const forgetAtMs = this.#now() + this.#limits.longestLifeMs;
    if ('subject' in tokens) {
      const { subject, issuedUpToSeconds } = tokens;
      const before = this.#subjects.get(subject)?.issuedUpToSeconds ?? -Infinity;
      this.#subjects.delete(subject);
      this.#subjects.set(subject, { issuedUpToSeconds: Math.max(before, issuedUpToSeconds), forgetAtMs });
    } else {
      for (const origin of tokens.originJtis) {
        this.#origins.delete(origin);
        this.#origins.set(origin, forgetAtMs);
      }
    }
    this.#forget();
  }

  /** Something ended, and what it was is lost: until it must have ended by itself, not everything is known. */
  missed(): void {
    this.#missedUntilMs = this.#now() + this.#limits.longestLifeMs;
  }

  /**
   * All that had ended then is known now.
   *
   * @param asOfMs when the question was sent. What was committed after that, and before the answer, may not be in it: from the answer on it
   *   would be counted too long, by as much as the answer was on its way.
   */
  word(asOfMs: number): void {
    this.#lastWordMs = Math.max(this.#lastWordMs, asOfMs);
    this.#forget();
  }

  #forget(): void {
    const now = this.#now();
    for (const [subject, { forgetAtMs }] of this.#subjects) {
      if (forgetAtMs > now && this.#subjects.size <= this.#limits.mostRemembered) break;
      this.#subjects.delete(subject);
      this.#missedUntilMs = Math.max(this.#missedUntilMs, forgetAtMs);
    }
    for (const [origin, forgetAtMs] of this.#origins) {
      if (forgetAtMs > now && this.#origins.size <= this.#limits.mostRemembered) break;
      this.#origins.delete(origin);
      this.#missedUntilMs = Math.max(this.#missedUntilMs, forgetAtMs);
    }
  }
}
