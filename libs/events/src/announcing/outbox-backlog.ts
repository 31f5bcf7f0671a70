import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';

const rows = new Gauge({
  name: 'events_outbox_rows',
  help: 'Events that are not sent yet, by state: waiting, or aside because Kafka does not take them',
  labelNames: ['state'],
});
const age = new Gauge({
  name: 'events_outbox_oldest_seconds',
  help: 'How long the oldest waiting event has been waiting',
});

/** The most events that may wait: at 50 a second, an outage of Kafka of nearly three hours. */
export const mostWaiting = 500_000;

/** As much waits to be announced as the database shall hold; what would announce more has to come later. */
export class OutboxFull extends Error {
  override readonly name = 'OutboxFull';
  readonly status = 503;
  readonly code = 'outbox_full';
  readonly retryable = true;
  readonly headers = { 'retry-after': '60' };

  constructor() {
    super('This service cannot take more at the moment.');
  }
}

export interface BacklogMeasure {
  readonly waiting: number;
  readonly aside: number;
  readonly oldestSeconds: number;
}

/** How much waits in the outbox, as of the last look. */
@Injectable()
export class OutboxBacklog {
  private isFull = false;

  constructor(private readonly most = mostWaiting) {}

  note({ waiting, aside, oldestSeconds }: BacklogMeasure): void {
    rows.set({ state: 'waiting' }, waiting);
    rows.set({ state: 'aside' }, aside);
    age.set(oldestSeconds);
    this.isFull = waiting >= this.most;
  }

  /** @throws OutboxFull */
  mustTakeMore(): void {
    if (this.isFull) throw new OutboxFull();
  }
}
