import type { Answer } from '@downscope/e2e/support/answer.ts';
import { setTimeout as pause } from 'node:timers/promises';

/** Longer than two questions are apart: who says nothing but no for so long has heard. */
const quietMs = 300;

/** A door that is knocked at, at a constant rate, whether or not the knocks before are answered. */
export class WatchedDoor {
  /** How often it answered what. */
  readonly answers = new Map<number, number>();
  #lastOpenMs = -Infinity;
  #lastAnswerMs = -Infinity;
  readonly #over = new AbortController();
  readonly #knocking: Promise<void>;

  constructor(ask: () => Promise<Answer>, perSecond: number) {
    this.#knocking = this.#knock(ask, 1000 / perSecond);
  }

  /** How long after `sinceMs` the last 200 came; 0 where none did, and `withinMs` or more where it is open after that. */
  async openFor(sinceMs: number, withinMs: number): Promise<number> {
    while (this.#lastAnswerMs < Math.max(this.#lastOpenMs, sinceMs) + quietMs) {
      if (performance.now() - sinceMs > withinMs + quietMs) return performance.now() - sinceMs;
      await pause(20);
    }
    return Math.max(0, this.#lastOpenMs - sinceMs);
  }

  async close(): Promise<void> {
    this.#over.abort();
    await this.#knocking;
  }

  async #knock(ask: () => Promise<Answer>, everyMs: number): Promise<void> {
    const underWay = new Set<Promise<void>>();
    const { signal } = this.#over;
    for (let nextMs = performance.now(); !signal.aborted; nextMs += everyMs) {
      await pause(Math.max(0, nextMs - performance.now()), undefined, { signal }).catch(() => undefined);
      const knock = this.#answered(ask).finally(() => underWay.delete(knock));
      underWay.add(knock);
    }
    await Promise.all(underWay);
  }

  async #answered(ask: () => Promise<Answer>): Promise<void> {
    const { status } = await ask().catch(() => ({ status: 0 }));
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    this.#lastAnswerMs = performance.now();
    if (status === 200) this.#lastOpenMs = this.#lastAnswerMs;
  }
}
