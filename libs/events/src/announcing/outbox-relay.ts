import { backOffMs, Notifications } from '@downscope/postgres';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Counter } from 'prom-client';
import { EventProducer } from '../broker/event-producer.ts';
import { AwaitedEvents } from './awaited-events.ts';
import { outboxChannel } from './outbox.ts';
import { OutboxBacklog } from './outbox-backlog.ts';
import { OutboxRows } from './outbox-rows.ts';
import { Outcome, OutboxSender } from './outbox-sender.ts';

// The net below NOTIFY: how late an event is at most of which nobody was told.
const lookIntervalMs = 5_000;
const measureIntervalMs = 15_000;
const pruneIntervalMs = 60 * 60 * 1000;
// Longer than topics keep records (seven days), so that none is handled twice.
const keepDays = 30;
// What is under way when the service leaves may end, but not for longer.
const stopTimeoutMs = 2_000;

const relayed = new Counter({
  name: 'events_relayed_total',
  help: 'Events that Kafka has taken, or refused: those stand aside in the outbox',
  labelNames: ['outcome'],
});

/**
 * Carries events from the outbox to Kafka, at least once, and each subject's in the order of their commits. Any number of replicas
 * does so side by side. An event that Kafka does not take steps aside, and so out of that order.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private awake = Promise.withResolvers<undefined>();

  constructor(
    private readonly rows: OutboxRows,
    private readonly sender: OutboxSender,
    private readonly producer: EventProducer,
    private readonly notifications: Notifications,
    private readonly backlog: OutboxBacklog,
    private readonly awaited: AwaitedEvents,
  ) {}

  onApplicationBootstrap(): void {
    const { signal } = this.stopping;
    const wake = (): void => {
      this.awake.resolve(undefined);
    };
    const listening = this.notifications.listen(outboxChannel, wake, signal);
    const lookingAfter = this.lookAfter(signal);
    this.running = Promise.all([this.run(signal), listening, lookingAfter]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.awake.resolve(undefined);
    await Promise.race([this.running, delay(stopTimeoutMs)]);
    await this.producer.close();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      try {
        const found = await this.turn();
        failures = 0;
        if (!found) await this.untilAwake(lookIntervalMs, signal);
      } catch (error) {
        failures += 1;
        this.logger.warn(`Events wait in the outbox: ${error instanceof Error ? error.name : 'unknown'}`);
        await delay(backOffMs(failures), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async untilAwake(longestMs: number, signal: AbortSignal): Promise<void> {
    const look = new AbortController();
    const either = AbortSignal.any([signal, look.signal]);
    await Promise.race([this.awake.promise, delay(longestMs, undefined, { signal: either }).catch(() => undefined)]);
    look.abort();
    this.awake = Promise.withResolvers<undefined>();
  }

  /** Sends one batch. Returns whether there was any. */
  private async turn(): Promise<boolean> {
    const claim = await this.rows.claim();
    if (!claim) return false;
    const outcome = new Outcome();
    try {
      await this.sender.send(claim.rows, outcome);
    } finally {
      await this.rows.settle(claim, outcome.sent, outcome.refused);
    }
    const { sent, refused } = outcome;
    relayed.inc({ outcome: 'sent' }, sent.length);
    relayed.inc({ outcome: 'refused' }, refused.length);
    for (const { position, code } of refused)
      this.logger.error(`Event ${position} of the outbox stands aside: ${code}`);
    return true;
  }

  /** Measures what waits, announces again what had no effect, and forgets what nobody can hear any more. */
  private async lookAfter(signal: AbortSignal): Promise<void> {
    for (let prunedAt = -Infinity; !signal.aborted;) {
      try {
        this.backlog.note(await this.rows.measure());
        await this.awaited.announceAgain();
        await this.awaited.measure();
        if (performance.now() - prunedAt > pruneIntervalMs) {
          const lost = await this.rows.prune(keepDays);
          if (lost > 0) this.logger.error(`${lost} events stood aside for ${keepDays} days and were never sent`);
          prunedAt = performance.now();
        }
      } catch (error) {
        this.logger.warn(`Cannot look after the outbox: ${error instanceof Error ? error.name : 'unknown'}`);
      }
      await delay(measureIntervalMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
