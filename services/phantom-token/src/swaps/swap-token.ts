import type { AccessToken } from '@downscope/guards';
import type { RevocableClaims } from '@downscope/revocations';
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

/** Who hears which tokens end, and knows how far. */
export interface HeardRevocations {
  readonly isFresh: boolean;
  isRevoked(claims: RevocableClaims): boolean;
}

/** A JWT for one audience. */
export interface Swap {
  readonly jwt: AccessToken;
  /** How long this answer may still be used, here and at the edge together. */
  readonly freshForMs: number;
  /** Whether a revocation would be heard of at once: then this answer lives as long as its JWT, and the edge must ask often. */
  readonly isWatched: boolean;
}

interface Entry {
  readonly jwt: AccessToken;
  readonly claims: RevocableClaims;
  readonly askedAtMs: number;
  readonly livesForMs: number;
}

/** After a token is revoked that nobody hears of, it passes no longer than this. */
const boundMs = 5_000;
const maxEntries = 20_000;

/**
 * Swaps an opaque token for the JWT that stands for it at one audience.
 *
 * A swap is kept under a digest: the token itself is kept nowhere. While revocations are heard of, it is kept as long as its JWT lives;
 * while they are not, for at most five seconds from the moment it was asked for. Each time, it is asked whether it was revoked meanwhile,
 * which holds for an answer that was on its way too. A refusal of identity is never kept. Who asks for a swap that is under way waits for
 * the same answer, since the edge's cache has no lock.
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
    private readonly revocations: HeardRevocations,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws TokenNotActive, IdentityUnavailable */
  async for(opaqueToken: string, audience: string): Promise<Swap> {
    const key = hash('sha256', JSON.stringify([audience, opaqueToken]));
    const kept = this.swaps.get(key);
    const entry = kept && this.freshForMs(kept) > 0 ? kept : await this.asked(key, opaqueToken, audience);
    if (this.revocations.isRevoked(entry.claims)) throw new TokenNotActive();
    return { jwt: entry.jwt, freshForMs: this.freshForMs(entry), isWatched: this.revocations.isFresh };
  }

  private freshForMs({ askedAtMs, livesForMs }: Entry): number {
    const keptForMs = this.revocations.isFresh ? livesForMs : Math.min(boundMs, livesForMs);
    return askedAtMs + keptForMs - this.now();
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
    const entry = { ...phantom, askedAtMs };
    this.swaps.set(key, entry);
    return entry;
  }
}
