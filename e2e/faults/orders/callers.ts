import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Tally } from '../../availability/tally.ts';
import { type Answer, ask } from '../../support/answer.ts';
import { placedIn, smallOrder } from '../../support/orders.ts';
import type { Ledger } from './ledger.ts';
import type { Visitor } from './visitor.ts';

/** As many may wait for an answer; while they do, no other begins. */
const mostCallers = 300;
/** Whoever got no order by then gets none. */
const patienceMs = 180_000;
const retryCapMs = 5_000;

export interface Acknowledged {
  readonly orderId: string;
  readonly askedAtMs: number;
}

/**
 * Callers that place an order each, at a steady rate. Each has an Idempotency-Key, and asks again with it until it has its order: after
 * as long as Retry-After says, and longer each time.
 */
export class Callers {
  readonly #origin: string;
  readonly #visitor: Visitor;
  readonly #ledger: Ledger;
  readonly #perSecond: number;
  readonly #calling = new Set<Promise<void>>();
  #tally = new Tally();
  #acknowledged: Acknowledged[] = [];
  #beginning: Promise<void> | undefined;
  #stop = new AbortController();

  constructor(origin: string, visitor: Visitor, ledger: Ledger, perSecond: number) {
    this.#origin = origin;
    this.#visitor = visitor;
    this.#ledger = ledger;
    this.#perSecond = perSecond;
  }

  /** From now on, callers begin. */
  begin(): void {
    this.#tally = new Tally();
    this.#acknowledged = [];
    this.#stop = new AbortController();
    this.#beginning = this.#keepBeginning(this.#stop.signal);
  }

  /** No other begins; resolves when each has its order, or has lost patience. */
  async rest(): Promise<void> {
    this.#stop.abort();
    await this.#beginning;
    await Promise.all(this.#calling);
  }

  /** What they were answered since they began. */
  get answers(): Tally {
    return this.#tally;
  }

  /** The orders that they have since they began. */
  get acknowledged(): readonly Acknowledged[] {
    return this.#acknowledged;
  }

  async #keepBeginning(signal: AbortSignal): Promise<void> {
    const startedMs = performance.now();
    for (let begun = 0; !signal.aborted;) {
      const due = ((performance.now() - startedMs) / 1_000) * this.#perSecond;
      for (; begun < due; begun += 1) if (this.#calling.size < mostCallers) this.#call();
      await pause(10);
    }
  }

  #call(): void {
    const calling = this.#order(randomUUID()).finally(() => this.#calling.delete(calling));
    this.#calling.add(calling);
  }

  async #order(key: string): Promise<void> {
    const askedAtMs = performance.now();
    this.#ledger.asks(key);
    for (let attempt = 0; performance.now() - askedAtMs < patienceMs; attempt += 1) {
      const answer = await this.#tally.note(this.#ask(key)).catch(() => undefined);
      if (answer?.status === 201) {
        const orderId = placedIn(answer);
        this.#ledger.acknowledges(key, orderId);
        this.#acknowledged.push({ orderId, askedAtMs });
        return;
      }
      const retryAfterMs = Number(answer?.headers.get('retry-after') ?? 1) * 1_000;
      await pause(Math.min(retryAfterMs * 2 ** attempt, Math.max(retryAfterMs, retryCapMs)) * (1 + Math.random() / 4));
    }
  }

  #ask(key: string): Promise<Answer> {
    const headers = { 'idempotency-key': key };
    return ask(`${this.#origin}/orders`, { token: this.#visitor.token, body: smallOrder, headers });
  }
}
