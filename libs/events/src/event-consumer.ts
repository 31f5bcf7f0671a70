import { type MessageHandler, ServerKafka } from '@nestjs/microservices';
import type { EachMessagePayload, KafkaMessage } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { Counter, Gauge } from 'prom-client';
import { isObservable, lastValueFrom } from 'rxjs';
import { parseCloudEvent } from './cloud-event.ts';
import { deadLetter } from './dead-letter.ts';
import { inSpanOf } from './event-spans.ts';
import type { EventType } from './event-type.ts';
import { isTransient, reasonOf } from './failure.ts';
import type { KafkaOptions } from './kafka.ts';

const rejoinDelayMs = 2_000;
// How long the broker keeps an empty answer open: a consumer that shall stop waits for it.
const pollMs = 500;
// After it, the group goes on without a member that was killed.
const sessionTimeoutMs = 10_000;

const handled = new Counter({
  name: 'events_handled_total',
  help: 'Events by topic and outcome: handled, ignored, retried or dead-lettered',
  labelNames: ['topic', 'outcome'],
});
const joined = new Gauge({
  name: 'events_consumer_joined',
  help: '1 while this process is a member of its consumer group',
});

type Outcome = 'handled' | 'ignored' | 'retried' | 'dead-lettered';

/**
 * Nest's Kafka transport for CloudEvents. A handler is chosen by the event's type and given a validated event.
 *
 * When something that the handler needs is out, the record is tried again, and the partition waits. Any other failure makes
 * the record a dead letter, and the partition goes on once Kafka has acknowledged it.
 */
export class EventConsumer extends ServerKafka {
  private readonly closing = new AbortController();

  constructor({ service, brokers }: KafkaOptions) {
    super({
      client: { clientId: service, brokers: [...brokers] },
      consumer: {
        groupId: service,
        allowAutoTopicCreation: false,
        maxWaitTimeInMs: pollMs,
        sessionTimeout: sessionTimeoutMs,
      },
      subscribe: { fromBeginning: true },
      // Without it Nest appends "-server" to both ids, and an access control list for the service's own name would miss.
      postfixId: '',
    });
  }

  /** Starts to join the group and returns at once: a service is ready without Kafka. */
  override listen(callback: (error?: unknown) => void): Promise<void> {
    void this.join();
    callback();
    return Promise.resolve();
  }

  override async close(): Promise<void> {
    this.closing.abort();
    joined.set(0);
    await super.close();
  }

  /** Subscribes to the topics of the event types that have a handler. */
  override async bindEvents(consumer: NonNullable<typeof this.consumer>): Promise<void> {
    const topics = new Set([...this.messageHandlers.values()].map((handler) => typeOf(handler).topic));
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({ eachMessage: (payload) => this.handleMessage(payload) });
  }

  override async handleMessage(payload: EachMessagePayload): Promise<void> {
    handled.inc({ topic: payload.topic, outcome: await this.outcomeOf(payload) });
  }

  protected override registerConsumerEventListeners(): void {
    super.registerConsumerEventListeners();
    this.consumer?.on('consumer.group_join', () => {
      joined.set(1);
    });
    this.consumer?.on('consumer.crash', ({ payload }: { payload: { restart: boolean } }) => {
      joined.set(0);
      // kafkajs comes back by itself from most crashes; where it says that it will not, this does.
      if (!payload.restart) void this.join();
    });
  }

  private async join(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      try {
        this.client = await this.createClient();
        await this.start(() => undefined);
        return;
      } catch (error) {
        this.logger.warn(`Cannot join the consumer group yet: ${String(error)}`);
        await super.close().catch(() => undefined);
        await delay(rejoinDelayMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async outcomeOf({ topic, partition, message }: EachMessagePayload): Promise<Outcome> {
    try {
      return await this.deliver(topic, message);
    } catch (error) {
      if (isTransient(error)) {
        handled.inc({ topic, outcome: 'retried' });
        this.logger.warn(`${topic}/${String(partition)}/${message.offset} is tried again: ${reasonOf(error).text}`);
        throw error;
      }
      const record = deadLetter(topic, partition, message, error);
      this.logger.error(
        `${topic}/${String(partition)}/${message.offset} became a dead letter: ${reasonOf(error).text}`,
      );
      await this.producer?.send(record);
      return 'dead-lettered';
    }
  }

  private async deliver(topic: string, message: KafkaMessage): Promise<Outcome> {
    const event = parseCloudEvent(message.value);
    const handler = this.messageHandlers.get(event.type);
    if (!handler || typeOf(handler).topic !== topic) return 'ignored';
    const valid = { ...event, data: typeOf(handler).data.parse(event.data) };
    await inSpanOf('handle', topic, event, () => run(handler, valid));
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
