import { addHealthDetail } from '@downscope/health';
import { Logger } from '@nestjs/common';
import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { backOffMs } from './back-off.ts';
import { InvalidSecurityEvent, StreamUnknown } from './errors.ts';
import { EventStream, mustBeSafe, type SetErrors, type TransmitterOptions } from './event-stream.ts';
import * as metrics from './metrics.ts';
import { Revocations } from './revocations.ts';
import { endedBy } from './security-event-token.ts';

export interface ReceiverOptions extends TransmitterOptions {
  /** What the transmitter calls this receiver among its streams, beside the name of the machine. */
  readonly name: string;
  /** How long a token of the issuer can live, and whatever descends from it: what ended is remembered so long. */
  readonly longestLifeSeconds: number;
  /** How many ends are remembered at most; 100,000 by default, some 10 MB. */
  readonly mostRemembered?: number;
}

/** An answer that comes sooner, and says nothing, is that of a transmitter that does not wait. */
const leastPollMs = 200;

/**
 * Hears from the issuer which tokens end, by a stream of its own, and tells it to `revocations`. It waits for nobody at its start, and
 * whatever happens to the transmitter, it comes back to it.
 */
export class SecurityEventReceiver {
  readonly revocations: Revocations;
  readonly #options: ReceiverOptions;
  readonly #now: () => number;
  readonly #logger = new Logger(SecurityEventReceiver.name);
  readonly #ending = new AbortController();
  #running: Promise<void> | undefined;
  #stream: EventStream | undefined;
  #taken: readonly string[] = [];
  #refused: SetErrors = {};

  /**
   * @param now milliseconds of a clock that never jumps
   * @throws InsecureTransmitter
   */
  constructor(options: ReceiverOptions, now: () => number = () => performance.now()) {
    const { issuer, longestLifeSeconds, mostRemembered = 100_000 } = options;
    mustBeSafe(options.transmitterUrl, options);
    this.#options = options;
    this.#now = now;
    this.revocations = new Revocations(issuer, { longestLifeMs: longestLifeSeconds * 1000, mostRemembered }, now);
  }

  start(): void {
    // Several polls a second: a trace of each would be most of what there is.
    this.#running ??= context.with(suppressTracing(context.active()), () => this.#run());
  }

  /** Gives the stream back, within a second. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  get #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    const forget = [
      metrics.measure(this.revocations),
      addHealthDetail({ name: 'revocations', says: () => this.#howFar() }),
    ];
    for (let attempts = 1; !signal.aborted;) {
      try {
        await this.#listen(signal);
        if (attempts > 1) this.#logger.log('Hears of revocations again');
        attempts = 1;
      } catch (error) {
        if (this.#isEnding) break;
        this.#failed(error, attempts);
        // A stream that was forgotten while all was quiet is replaced at once.
        const wait = error instanceof StreamUnknown && attempts === 1 ? 0 : backOffMs(attempts);
        attempts += 1;
        await pause(wait, undefined, { signal }).catch(() => undefined);
      }
    }
    await this.#stream?.close();
    for (const each of forget) each();
  }

  async #listen(signal: AbortSignal): Promise<void> {
    this.#stream ??= await EventStream.open(this.#options, `${this.#options.name} on ${hostname()}`, signal);
    const askedAtMs = this.#now();
    const { sets, moreAvailable } = await this.#stream.poll(this.#taken, this.#refused, signal);
    await this.#take(sets, this.#stream);
    if (!moreAvailable) this.revocations.word(askedAtMs);
    const tookMs = this.#now() - askedAtMs;
    if (Object.keys(sets).length === 0 && tookMs < leastPollMs) {
      await pause(leastPollMs - tookMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** What is taken is acknowledged by the next poll: until then it may come again, and is the same. */
  async #take(sets: Readonly<Record<string, string>>, { audience, keys }: EventStream): Promise<void> {
    const { issuer } = this.#options;
    const taken: string[] = [];
    const refused: Record<string, { err: string; description: string }> = {};
    for (const [jti, set] of Object.entries(sets)) {
      try {
        for (const tokens of await endedBy(set, jti, { issuer, audience, keys })) this.revocations.end(tokens);
        taken.push(jti);
      } catch (error) {
        if (!(error instanceof InvalidSecurityEvent)) throw error;
        this.#logger.error({ msg: 'A security event is not valid', code: error.code, reason: String(error.cause) });
        this.revocations.missed();
        refused[jti] = { err: error.code, description: error.message };
      }
    }
    metrics.events.inc({ outcome: 'taken' }, taken.length);
    metrics.events.inc({ outcome: 'refused' }, Object.keys(refused).length);
    this.#taken = taken;
    this.#refused = refused;
  }

  #failed(error: unknown, attempts: number): void {
    metrics.failures.inc();
    if (error instanceof StreamUnknown) {
      this.#stream = undefined;
      this.#taken = [];
      this.#refused = {};
    }
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    if (attempts === 1)
      this.#logger.warn({ msg: 'Does not hear of revocations', reason: message, cause: String(cause) });
  }

  #howFar(): object {
    const { isFresh, lastWordAgeMs, remembered } = this.revocations;
    return { fresh: isFresh, lastWordSecondsAgo: Math.round(lastWordAgeMs / 100) / 10, remembered };
  }
}
