/** What callers were told: which order is whose key's. */
export class Ledger {
  readonly #acknowledged = new Map<string, Set<string>>();
  readonly #settled = new Set<string>();
  readonly #waiting = new Set<string>();

  /** A caller begins to ask for an order. */
  asks(key: string): void {
    this.#waiting.add(key);
  }

  /** A caller was answered 201 with this order. */
  acknowledges(key: string, orderId: string): void {
    this.#waiting.delete(key);
    this.#acknowledged.set(key, (this.#acknowledged.get(key) ?? new Set()).add(orderId));
  }

  /** Callers that were never answered 201. */
  get unanswered(): number {
    return this.#waiting.size;
  }

  /** Orders that were acknowledged since the books agreed the last time, by key. */
  get open(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#acknowledged;
  }

  /** How many had been acknowledged when the books agreed the last time. */
  get settled(): number {
    return this.#settled.size;
  }

  /** The books agree with it. */
  settle(): void {
    for (const orderIds of this.#acknowledged.values()) for (const id of orderIds) this.#settled.add(id);
    this.#acknowledged.clear();
  }

  /** Who never got an answer is not asked about again. */
  giveUp(): void {
    this.#waiting.clear();
  }
}
