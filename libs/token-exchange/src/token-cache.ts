import { LRUCache } from 'lru-cache';
import { hash } from 'node:crypto';
import type { AccessToken } from './access-token.ts';
import type { RevocationList } from './revocation-list.ts';
import type { SubjectClaims } from './subject-claims.ts';

export interface IssuedToken {
  readonly token: AccessToken;
  readonly expiresInSeconds: number;
}

/** What a kept token is held against. */
export interface CacheQuestion {
  /** The claims of the token that it is exchanged for, if it is. */
  readonly subject?: SubjectClaims | undefined;
  /** Given out before, and refused. */
  readonly insteadOf?: AccessToken | undefined;
}

interface Kept {
  readonly token: AccessToken;
  readonly askedAtMs: number;
}

const maxEntries = 10_000;
/** A token is given up that long before its end, so that it does not end on the way. */
const marginSeconds = 10;
/** How far apart two readings of the end of one token may be: both come in whole seconds. */
const roundingSeconds = 2;
/** While revocations are not heard of, an exchanged token of a revoked one is given out no longer than this. */
const boundMs = 5_000;

/** Tokens by what they were asked for; who asks for one that is just being fetched waits for the same answer. */
export class TokenCache {
  readonly #revocations: RevocationList | undefined;
  readonly #now: () => number;
  readonly #tokens: LRUCache<string, Kept>;
  readonly #underWay = new Map<string, Promise<AccessToken>>();

  /**
   * @param revocations where it is heard of them; without, a token is kept until it ends
   * @param now milliseconds of a clock that never jumps
   */
  constructor(revocations?: RevocationList, now: () => number = () => performance.now()) {
    this.#revocations = revocations;
    this.#now = now;
    this.#tokens = new LRUCache({ max: maxEntries, perf: { now }, ttlResolution: 0 });
  }

  /**
   * @param request everything that the answer depends on; kept as a digest, because the subject token is a part of it
   */
  get(
    request: readonly string[],
    fetch: () => Promise<IssuedToken>,
    { subject, insteadOf }: CacheQuestion = {},
  ): Promise<AccessToken> {
    const key = hash('sha256', JSON.stringify(request));
    const kept = this.#tokens.get(key);
    if (kept && kept.token !== insteadOf && this.#counts(kept, subject)) return Promise.resolve(kept.token);
    this.#tokens.delete(key);

    const fetching = this.#underWay.get(key) ?? this.#fetch(key, fetch, subject);
    this.#underWay.set(key, fetching);
    return fetching;
  }

  #counts({ askedAtMs }: Kept, subject: SubjectClaims | undefined): boolean {
    if (!this.#revocations || !subject) return true;
    if (this.#revocations.isRevoked(subject)) return false;
    return this.#revocations.isFresh || this.#now() - askedAtMs < boundMs;
  }

  async #fetch(key: string, fetch: () => Promise<IssuedToken>, subject?: SubjectClaims): Promise<AccessToken> {
    try {
      const askedAtMs = this.#now();
      const { token, expiresInSeconds } = await fetch();
      const lifeMs = (expiresInSeconds - (endsWith(subject, expiresInSeconds) ? 0 : marginSeconds)) * 1000;
      const ttl = askedAtMs + lifeMs - this.#now();
      // What was revoked while the answer was on its way is found out when the next one asks.
      if (ttl > 0) this.#tokens.set(key, { token, askedAtMs }, { ttl });
      return token;
    } finally {
      this.#underWay.delete(key);
    }
  }
}

/** Whether a token ends with the one that it is exchanged for: no other exchange makes one that lives longer. */
function endsWith(subject: SubjectClaims | undefined, expiresInSeconds: number): boolean {
  const exp = subject?.['exp'];
  return typeof exp === 'number' && exp - (Date.now() / 1000 + expiresInSeconds) <= roundingSeconds;
}
