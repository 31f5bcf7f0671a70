/** How many rows there are of each. */
export interface Rows {
  readonly orders: number;
  readonly invoices: number;
}

/** What callers were told: which order is whose key's. */
export class Ledger {
  readonly #acknowledged = new Map<string, Set<string>>();
  readonly #waiting = new Set<string>();
  #settled: Rows = { orders: 0, invoices: 0 };

  /** A caller begins to ask for an order. */
  asks(key: string): void {
    this.#waiting.add(key);
  }

  /** A caller was answered 201 with this order. */
  acknowledges(key: string, orderId: string): void {
    this.#waiting.delete(key);
    this.#acknowledged.set(key, (this.#acknowledged.get(key) ?? new Set()).add(orderId));
  }

  /** Callers that have no order. */
  get unanswered(): number {
    return this.#waiting.size;
  }

  /** Orders that were acknowledged since the last reckoning, by key. */
  get open(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#acknowledged;
  }

  /** The rows that there were at the last reckoning. */
  get settled(): Rows {
    return this.#settled;
  }

  /** After a reckoning: what did not add up has been told, and is told once. */
  settle({ orders, invoices }: Rows): void {
    this.#settled = { orders, invoices };
    this.#acknowledged.clear();
    this.#waiting.clear();
  }
}
