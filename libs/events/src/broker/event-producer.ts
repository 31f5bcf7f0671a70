import type { KafkaClient, KafkaRecord, RecordProducer } from './kafka-client.ts';

// Longer than Kafka's own time-outs, one after the other, as a last resort.
const sendTimeoutMs = 8_000;

/**
 * A producer that is connected while it is of use: nothing waits for Kafka at boot, a send that fails gives its connection up, and the
 * next one makes a new one.
 */
export class EventProducer {
  private connected: Promise<RecordProducer> | undefined;

  constructor(private readonly client: KafkaClient) {}

  /** @throws RecordsRefused when Kafka is there and does not take the records; anything else when it is not there */
  async send(topic: string, records: readonly KafkaRecord[]): Promise<void> {
    this.connected ??= this.client.producer();
    const connected = this.connected;
    try {
      await inTime(connected.then((producer) => producer.send(topic, records)));
    } catch (error) {
      // After a refusal too: the broker and an idempotent producer no longer agree which number is next.
      await this.giveUp(connected);
      throw error;
    }
  }

  /** Ends what is under way too. */
  async close(): Promise<void> {
    if (this.connected) await this.giveUp(this.connected);
  }

  private async giveUp(connected: Promise<RecordProducer>): Promise<void> {
    if (this.connected === connected) this.connected = undefined;
    await connected.then(
      (producer) => producer.close(),
      () => undefined,
    );
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timeout = setTimeout(() => {
    reject(new Error(`Kafka did not answer within ${sendTimeoutMs / 1000} s`));
  }, sendTimeoutMs);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timeout);
  }
}
