import { backOffMs } from '@downscope/postgres';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { setTimeout as delay } from 'node:timers/promises';
import { Counter, Gauge } from 'prom-client';
import { isObservable, lastValueFrom } from 'rxjs';
import { Authors } from '../author/authors.ts';
import { ChosenClient } from '../broker/chosen-client.ts';
import { EventProducer } from '../broker/event-producer.ts';
import type { KafkaClient, KafkaOptions, ReceivedRecord } from '../broker/kafka-client.ts';
import { parseCloudEvent } from '../cloud-event.ts';
import { inSpanOf } from '../event-spans.ts';
import type { EventType } from '../event-type.ts';
import { DeadLetters } from './dead-letters.ts';
import { EventInvalid } from './event-errors.ts';
import { ownFaultOf } from './own-faults.ts';

const handled = new Counter({
  name: 'events_handled_total',
  help: 'Events by topic and outcome: handled, ignored, retried or dead-lettered',
  labelNames: ['topic', 'outcome'],
});
const waiting = new Gauge({
  name: 'events_partition_waiting_since_seconds',
  help: 'Unix time since when a partition waits for something to pass; 0 while it goes on',
  labelNames: ['topic', 'partition'],
});
const joined = new Gauge({
  name: 'events_consumer_joined',
  help: '1 while this process is a member of its consumer group',
});

// A membership that lasted so long was none that fails at once.
const lastingMs = 60_000;

type Outcome = 'handled' | 'ignored' | 'dead-lettered';

/**
 * Nest's transport for CloudEvents on Kafka. A handler is chosen by the event's type and given a validated event.
 *
 * What is a record's own fault makes it a dead letter, and its partition goes on once Kafka has that. Anything else passes: the record
 * is tried again, and its partition waits, but no other.
 */
export class EventConsumer extends Server implements CustomTransportStrategy {
  /** Failures are told once, here. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly closing = new AbortController();
  private readonly client: KafkaClient;
  private readonly producer: EventProducer;
  private readonly deadLetters: DeadLetters;
  private readonly authors: Authors;
  private readonly group: string;
  private leave: (() => Promise<void>) | undefined;

  /** @param keysOf where the keys of other services' events are, by the services' names: URLs of JWK Sets */
  constructor(options: KafkaOptions, keysOf: Readonly<Record<string, string>> = {}) {
    super();
    this.client = new ChosenClient(options);
    this.producer = new EventProducer(this.client);
    this.deadLetters = new DeadLetters(this.producer);
    this.authors = new Authors(keysOf);
    this.group = options.service;
  }

  /**
   * Starts to join the group and returns at once: a service is ready without Kafka.
   *
   * @throws ProducerKeysMissing
   */
  listen(callback: () => void): void {
    for (const handler of this.messageHandlers.values()) this.authors.mustKnow(typeOf(handler));
    void this.stayMember();
    callback();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.leave?.();
    await this.producer.close();
    joined.set(0);
  }

  /** There is nothing to listen to beside events: metrics say how the consumer is. */
  on(): void {
    throw new Error('The transport of events has no events of its own');
  }

  unwrap(): never {
    throw new Error('The transport of events is its own, and nothing else');
  }

  /** Joins, and joins anew whenever that ended, at a pace that slows down while it does not last. */
  private async stayMember(): Promise<void> {
    const { signal } = this.closing;
    for (let failures = 1; ; failures += 1) {
      const since = performance.now();
      const reason = await this.beMember();
      joined.set(0);
      if (signal.aborted) return;
      if (performance.now() - since > lastingMs) failures = 1;
      this.logger.warn(`Not a member of the consumer group ${this.group}, joins again: ${reason.message}`);
      await delay(backOffMs(failures), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Returns why it is over. */
  private async beMember(): Promise<Error> {
    try {
      const consumer = await this.client.consumer({
        group: this.group,
        topics: [...new Set([...this.messageHandlers.values()].map((handler) => typeOf(handler).topic))],
        deliver: (record, signal) => this.deliver(record, signal),
        joined: () => {
          joined.set(1);
        },
      });
      this.leave = () => consumer.close();
      // It may have been asked to close while it joined.
      if (this.closing.signal.aborted) await consumer.close();
      const reason = await consumer.ended;
      await consumer.close();
      return reason;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      this.leave = undefined;
    }
  }

  /** Resolves once the record is dealt with; until then it is tried again, unless the signal ends that. */
  private async deliver(record: ReceivedRecord, signal: AbortSignal): Promise<void> {
    const { topic, partition, offset } = record;
    const waitsSince = waiting.labels(topic, String(partition));
    try {
      for (let failures = 1; ; failures += 1) {
        try {
          handled.inc({ topic, outcome: await this.outcomeOf(record) });
          return;
        } catch (error) {
          if (failures === 1) waitsSince.setToCurrentTime();
          handled.inc({ topic, outcome: 'retried' });
          this.logger.warn(`${topic}/${partition}/${offset} waits: ${nameOf(error)}`);
          await delay(backOffMs(failures), undefined, { signal });
        }
      }
    } finally {
      waitsSince.set(0);
    }
  }

  private async outcomeOf(record: ReceivedRecord): Promise<Outcome> {
    try {
      return await this.handle(record);
    } catch (error) {
      const fault = ownFaultOf(error);
      if (!fault) throw error;
      await this.deadLetters.write(record, fault);
      const { topic, partition, offset } = record;
      this.logger.error(`${topic}/${partition}/${offset} became a dead letter: ${fault.code}`);
      return 'dead-lettered';
    }
  }

  private async handle(record: ReceivedRecord): Promise<Outcome> {
    const event = parseCloudEvent(record);
    const handler = this.messageHandlers.get(event.type);
    if (!handler || typeOf(handler).topic !== record.topic) return 'ignored';
    await this.authors.check(typeOf(handler), event, record);
    const data = typeOf(handler).data.safeParse(event.data);
    if (!data.success) throw new EventInvalid(data.error, 'data');
    await inSpanOf('handle', record.topic, event, () => run(handler, { ...event, data: data.data }));
    return 'handled';
  }
}

function typeOf(handler: MessageHandler): EventType {
  return (handler.extras as { event: EventType }).event;
}

async function run(handler: MessageHandler, event: unknown): Promise<void> {
  const result: unknown = await handler(event);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}

/** A name and a code: the text of a database's error repeats values. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error';
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const cause = error.cause instanceof Error ? `, because of ${nameOf(error.cause)}` : '';
  return `${error.name}${code}${cause}`;
}
