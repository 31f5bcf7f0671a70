import { Inject, Injectable } from '@nestjs/common';
import type { Kafka, Producer } from 'kafkajs';
import { type CloudEvent, contentType } from './cloud-event.ts';
import { KAFKA } from './kafka.ts';

/** Writes events to Kafka and waits until every in-sync replica has them. */
@Injectable()
export class EventProducer {
  private readonly producer: Producer;
  private connected: Promise<void> | undefined;

  constructor(@Inject(KAFKA) kafka: Kafka) {
    this.producer = kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1, retry: { retries: 3 } });
  }

  /** The event's subject is the record's key: facts about one subject stay in one partition, in order. */
  async send(topic: string, event: CloudEvent): Promise<void> {
    await this.connect();
    const message = { key: event.subject, value: JSON.stringify(event), headers: { 'content-type': contentType } };
    await this.producer.send({ topic, acks: -1, messages: [message] });
  }

  async disconnect(): Promise<void> {
    await this.producer.disconnect();
  }

  /** Nothing waits for Kafka at boot: the first event connects, and the next one tries again where that failed. */
  private connect(): Promise<void> {
    this.connected ??= this.producer.connect().catch((error: unknown) => {
      this.connected = undefined;
      throw error;
    });
    return this.connected;
  }
}
