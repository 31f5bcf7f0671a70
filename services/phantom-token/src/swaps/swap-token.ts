import type { AccessToken } from '@downscope/guards';
import { LRUCache } from 'lru-cache';
import { hash } from 'node:crypto';
import type { PhantomJwt } from '../identity/phantom-jwt.ts';
import { TokenNotActive } from './token-not-active.ts';

/** Who knows what an opaque token is worth. */
export interface Introspection {
  introspect(opaqueToken: string, audience: string): Promise<PhantomJwt | undefined>;
}

/** Who tells tokens that nobody issued from those that somebody did. */
export interface Inventions {
  has(opaqueToken: string): Promise<boolean>;
}

/** A JWT for one audience. */
export interface Swap {
  readonly jwt: AccessToken;
  /** How long this answer may still be used, here and at the edge together. */
  readonly freshForMs: number;
}

interface Entry {
  readonly jwt: AccessToken;
  readonly freshUntilMs: number;
}

/** After a token is revoked, it passes no longer than this. */
const boundMs = 5_000;
const maxEntries = 20_000;

/**
 * Swaps an opaque token for the JWT that stands for it at one audience.
 *
 * A swap is kept for at most five seconds from the moment it was asked for, under a digest: the token itself is kept nowhere.
 * A refusal is never kept. Who asks for a swap that is under way waits for the same answer, since the edge's cache has no lock.
 */
export class SwapToken {
  private readonly swaps = new LRUCache<string, Entry>({ max: maxEntries });
  // Apart from the cache, or a flood of invented tokens would push good ones out of it.
  private readonly underWay = new Map<string, Promise<Entry>>();

  /**
   * @param invented tells what identity never made, which it is not asked about
   * @param now milliseconds of a clock that never jumps
   */
  constructor(
    private readonly identity: Introspection,
    private readonly invented: Inventions,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws TokenNotActive, IdentityUnavailable */
  async for(opaqueToken: string, audience: string): Promise<Swap> {
    const key = hash('sha256', JSON.stringify([audience, opaqueToken]));
    const { jwt, freshUntilMs } = this.fresh(key) ?? (await this.asked(key, opaqueToken, audience));
    return { jwt, freshForMs: freshUntilMs - this.now() };
  }

  private fresh(key: string): Entry | undefined {
    const entry = this.swaps.get(key);
    return entry && entry.freshUntilMs > this.now() ? entry : undefined;
  }

  private asked(key: string, opaqueToken: string, audience: string): Promise<Entry> {
    const asking =
      this.underWay.get(key) ?? this.ask(key, opaqueToken, audience).finally(() => this.underWay.delete(key));
    this.underWay.set(key, asking);
    return asking;
  }

  private async ask(key: string, opaqueToken: string, audience: string): Promise<Entry> {
    if (await this.invented.has(opaqueToken)) throw new TokenNotActive();
    const askedAtMs = this.now();
    const phantom = await this.identity.introspect(opaqueToken, audience);
    if (!phantom) throw new TokenNotActive();
    const entry = { jwt: phantom.jwt, freshUntilMs: askedAtMs + Math.min(boundMs, phantom.livesForMs) };
    this.swaps.set(key, entry);
    return entry;
  }
}
