import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  type CircuitState,
  ConsecutiveBreaker,
  handleType,
  type IPolicy,
  wrap,
} from 'cockatiel';
import { DownstreamUnavailable } from './errors.ts';

/** How much is asked of another at once, and when it is left alone. */
export interface CircuitLimits {
  /** Requests under way at a time, and waiting for their turn; more are refused. */
  readonly atOnce: number;
  readonly waiting: number;
  /** Failures in a row after which nobody asks, and for how long. */
  readonly failures: number;
  readonly restMs: number;
}

export const defaultLimits: CircuitLimits = { atOnce: 64, waiting: 256, failures: 5, restMs: 1_000 };

/**
 * Stands before one that may be failing: who is slow is not buried under requests, who is out is asked by one of us a second, and who said
 * when to come again (RFC 9110 section 10.2.3) is not asked before. Whoever is not let through gets DownstreamUnavailable.
 */
export class Circuit {
  readonly #service: string;
  readonly #policy: IPolicy;
  #closedUntilMs = -Infinity;

  /** @param onChange told whether requests go through from now on */
  constructor(service: string, limits = defaultLimits, onChange: (state: CircuitState) => void = () => undefined) {
    const breaker = circuitBreaker(handleType(DownstreamUnavailable), {
      breaker: new ConsecutiveBreaker(limits.failures),
      halfOpenAfter: limits.restMs,
    });
    breaker.onStateChange(onChange);
    this.#service = service;
    this.#policy = wrap(bulkhead(limits.atOnce, limits.waiting), breaker);
  }

  async through<T>(work: () => Promise<T>): Promise<T> {
    const leftMs = this.#closedUntilMs - performance.now();
    if (leftMs > 0) throw new DownstreamUnavailable(this.#service, { retryAfterSeconds: Math.ceil(leftMs / 1000) });
    try {
      return await this.#policy.execute(work);
    } catch (error) {
      if (error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError)
        throw new DownstreamUnavailable(this.#service, { cause: error.message, retryAfterSeconds: 1 });
      if (error instanceof DownstreamUnavailable && error.cause === 429)
        this.#closedUntilMs = performance.now() + error.retryAfterSeconds * 1000;
      throw error;
    }
  }
}
