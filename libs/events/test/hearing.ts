import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { register } from 'prom-client';
import { z } from 'zod';
import type { CloudEvent } from '../src/cloud-event.ts';
import { EventConsumer } from '../src/consuming/event-consumer.ts';
import { defineEvent, type EventType } from '../src/event-type.ts';
import { eventually } from './eventually.ts';
import type { KafkaServer, Seen } from './kafka-server.ts';

export const good = (id: string): string => {
  const attributes = { specversion: '1.0', id, source: 'urn:downscope:order', type: 'order.placed', subject: id };
  return JSON.stringify({ ...attributes, data: { total: 1 } });
};

interface Given {
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer | null>>;
  readonly partition?: number;
}

interface Options {
  /** The topic's. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where order's keys are, when only what order has signed shall count. */
  readonly keysOf?: { readonly order: string };
}

/** A consumer of a topic of its own, and what its handler has heard. */
export class Hearing {
  readonly handled: string[] = [];
  readonly subjects: string[] = [];
  /** What the handler does before it notes the event. */
  effect: (event: CloudEvent) => Promise<void> = () => Promise.resolve();
  readonly deadLetterTopic: string;
  readonly type: EventType<z.ZodObject<{ total: z.ZodNumber }>>;
  private readonly consumer: EventConsumer;

  private constructor(
    private readonly kafka: KafkaServer,
    readonly topic: string,
    keysOf?: { readonly order: string },
  ) {
    this.deadLetterTopic = `${topic}.dead-letter`;
    const data = z.object({ total: z.number() });
    this.type = defineEvent({ type: 'order.placed', topic, data, ...(keysOf && { producer: 'order' }) });
    this.consumer = new EventConsumer({ service: `billing-${topic}`, brokers: kafka.brokers }, keysOf ?? {});
    const handler = async (event: CloudEvent): Promise<void> => {
      await this.effect(event);
      this.handled.push(event.id);
      if (event.subject !== undefined) this.subjects.push(event.subject);
    };
    this.consumer.addHandler(this.type.type, handler as never, true, { event: this.type });
    this.consumer.listen(() => undefined);
  }

  static async start(kafka: KafkaServer, { settings, keysOf }: Options = {}): Promise<Hearing> {
    const topic = `orders-${randomUUID()}`;
    await kafka.create(topic, settings);
    await kafka.create(`${topic}.dead-letter`);
    await kafka.watch(`${topic}.dead-letter`);
    return new Hearing(kafka, topic, keysOf);
  }

  /** Of a topic that need not be there. */
  static of(kafka: KafkaServer, topic: string): Hearing {
    return new Hearing(kafka, topic);
  }

  /** Returns the first offset of each partition that was sent to. */
  async send(...records: Given[]): Promise<number[]> {
    const messages = records.map(({ partition = 0, headers = {}, value }) => {
      return { partition, value, headers: headers as Record<string, string> };
    });
    const sent = await this.kafka.producer.send({ topic: this.topic, messages });
    return sent.map(({ baseOffset }) => Number(baseOffset));
  }

  async until(...ids: string[]): Promise<void> {
    await eventually(() => {
      expect(this.handled).toEqual(expect.arrayContaining(ids));
    });
  }

  /** @param origin partition/offset */
  async letterOf(origin: string): Promise<Seen> {
    let letter: Seen | undefined;
    await eventually(() => {
      letter = this.letters().find(({ headers }) => headers['dead-letter-origin'] === `${this.topic}/${origin}`);
      expect(letter).toBeDefined();
    });
    if (!letter) throw new Error('there is no such dead letter');
    return letter;
  }

  async deadLetters(): Promise<number> {
    return (await metric('events_handled_total', { topic: this.topic, outcome: 'dead-lettered' })) ?? 0;
  }

  async retries(): Promise<number> {
    return (await metric('events_handled_total', { topic: this.topic, outcome: 'retried' })) ?? 0;
  }

  waitsSince(partition: number): Promise<number | undefined> {
    return metric('events_partition_waiting_since_seconds', { topic: this.topic, partition: String(partition) });
  }

  async stop(): Promise<void> {
    await this.consumer.close();
  }

  private letters(): Seen[] {
    return this.kafka.in(this.deadLetterTopic);
  }
}

async function metric(name: string, labels: Record<string, string>): Promise<number | undefined> {
  const found = await register.getSingleMetric(name)?.get();
  return found?.values.find(({ labels: of }) => Object.entries(labels).every(([label, text]) => of[label] === text))
    ?.value;
}
