import { createHmac, timingSafeEqual } from 'node:crypto';

/** The key of the MACs in opaque tokens, by its id. */
export type MacKeys = ReadonlyMap<string, Uint8Array>;

const form = /^([\w-]{43})~([\w-]{8})~([\w-]{22})$/;
const macBytes = 16;
const refreshAfterMs = 60_000;
const coolDownMs = 5_000;

/**
 * Tells an invented token from one that identity made, without asking: an opaque token is random characters, the id of a key, and a
 * MAC of both (services/identity, token-id-mac.ts). Whether a token that identity made is still good, identity alone knows.
 *
 * Keys are known long before they sign, so what names none of a fetch of the last seconds is invented. While no key was ever fetched,
 * nothing is.
 */
export class InventedTokens {
  private keys: MacKeys | undefined;
  private fetchedAtMs = -Infinity;
  private triedAtMs = -Infinity;
  private fetching: Promise<void> | undefined;

  /**
   * @param fetchKeys asks identity; rejects when it is out
   * @param now milliseconds of a clock that never jumps
   */
  constructor(
    private readonly fetchKeys: () => Promise<MacKeys>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async has(opaqueToken: string): Promise<boolean> {
    const [, random, kid, mac] = form.exec(opaqueToken) ?? [];
    if (random === undefined || kid === undefined || mac === undefined) return true;
    if (this.now() - this.fetchedAtMs > refreshAfterMs) {
      const refreshed = this.refresh();
      if (!this.keys?.has(kid)) await refreshed;
    }
    if (!this.keys?.has(kid)) await this.refresh();
    const key = this.keys?.get(kid);
    // Where no key is known at all, or identity could not be asked about this one, it is for identity to say.
    if (!key) return this.keys !== undefined && this.fetchedAtMs >= this.triedAtMs;
    const made = createHmac('sha256', key).update(`AccessToken~${random}~${kid}`).digest().subarray(0, macBytes);
    return !timingSafeEqual(made, Buffer.from(mac, 'base64url'));
  }

  private async refresh(): Promise<void> {
    if (!this.fetching && this.now() - this.triedAtMs < coolDownMs) return;
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = undefined;
    });
    await this.fetching;
  }

  private async fetch(): Promise<void> {
    this.triedAtMs = this.now();
    try {
      this.keys = await this.fetchKeys();
      this.fetchedAtMs = this.triedAtMs;
    } catch {
      // The keys that are known serve on; without any, identity is asked about each token, and the outage shows there.
    }
  }
}
