const refreshAfterMs = 60_000;

/**
 * The scopes that applications may ask for, as identity publishes them: this service knows none itself. They are asked for once a
 * minute at most; those that are known serve on while identity is out.
 */
export class PublishedScopes {
  private known: readonly string[] | undefined;
  private askedAtMs = -Infinity;

  /**
   * @param ask rejects when identity is out
   * @param now milliseconds of a clock that never jumps
   */
  constructor(
    private readonly ask: () => Promise<readonly string[]>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Rejects as `ask` does while none are known. */
  async all(): Promise<readonly string[]> {
    if (this.known && this.now() - this.askedAtMs < refreshAfterMs) return this.known;
    this.askedAtMs = this.now();
    try {
      this.known = await this.ask();
    } catch (error) {
      if (!this.known) throw error;
    }
    return this.known;
  }
}
