import { LRUCache } from 'lru-cache';
import { hash } from 'node:crypto';
import type { AccessToken } from './access-token.ts';

export interface IssuedToken {
  readonly token: AccessToken;
  readonly expiresInSeconds: number;
}

const maxEntries = 10_000;
/** A token is given up that long before its end, so that it does not end on the way. */
const marginSeconds = 10;

/** Tokens by what they were asked for; who asks for one that is just being fetched waits for the same answer. */
export class TokenCache {
  readonly #tokens: LRUCache<string, AccessToken>;
  readonly #underWay = new Map<string, Promise<AccessToken>>();

  /** @param now milliseconds of a clock that never jumps */
  constructor(now: () => number = () => performance.now()) {
    this.#tokens = new LRUCache({ max: maxEntries, perf: { now }, ttlResolution: 0 });
  }

  /** @param request everything that the answer depends on; kept as a digest, because the subject token is a part of it */
  get(request: readonly string[], fetch: () => Promise<IssuedToken>): Promise<AccessToken> {
    const key = hash('sha256', JSON.stringify(request));
    const cached = this.#tokens.get(key);
    if (cached) return Promise.resolve(cached);

    const fetching = this.#underWay.get(key) ?? this.#fetch(key, fetch);
    this.#underWay.set(key, fetching);
    return fetching;
  }

  async #fetch(key: string, fetch: () => Promise<IssuedToken>): Promise<AccessToken> {
    try {
      const { token, expiresInSeconds } = await fetch();
      const ttl = (expiresInSeconds - marginSeconds) * 1000;
      if (ttl > 0) this.#tokens.set(key, token, { ttl });
      return token;
    } finally {
      this.#underWay.delete(key);
    }
  }
}
