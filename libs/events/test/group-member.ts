import { expect } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaClient, ReceivedRecord, RecordConsumer } from '../src/broker/kafka-client.ts';
import { eventually } from './eventually.ts';

/** One of a group, at a client's interface: it notes what it is given, and joins anew when that ends. */
export class GroupMember {
  readonly heard: string[] = [];
  readonly given: string[] = [];
  joined = 0;
  ended = 0;
  /** What it does with a record before it has heard it. */
  effect: (record: ReceivedRecord, signal: AbortSignal) => Promise<void> = () => Promise.resolve();
  private consumer: RecordConsumer | undefined;
  private readonly closing = new AbortController();
  private readonly staying: Promise<void>;

  constructor(
    private readonly client: KafkaClient,
    private readonly group: string,
    private readonly topic: string,
  ) {
    this.staying = this.stay();
  }

  async until(...values: string[]): Promise<void> {
    await eventually(() => {
      expect(this.heard).toEqual(expect.arrayContaining(values));
    });
  }

  async untilJoined(times = 1): Promise<void> {
    await eventually(() => {
      expect(this.joined).toBeGreaterThanOrEqual(times);
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.consumer?.close();
    await this.staying;
  }

  private async stay(): Promise<void> {
    const { signal } = this.closing;
    const closed = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve(undefined);
      });
    });
    while (!signal.aborted) {
      try {
        this.consumer = await this.client.consumer({
          group: this.group,
          topics: [this.topic],
          deliver: (record, signal) => this.deliver(record, signal),
          joined: () => {
            this.joined += 1;
          },
        });
        if (await Promise.race([this.consumer.ended, closed])) this.ended += 1;
        await this.consumer.close();
      } catch {
        await delay(200);
      }
    }
  }

  private async deliver(record: ReceivedRecord, signal: AbortSignal): Promise<void> {
    const value = String(record.value);
    this.given.push(value);
    await this.effect(record, signal);
    signal.throwIfAborted();
    this.heard.push(value);
  }
}

/** Until the partition is somebody else's. */
export function untilTaken(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('taken'));
    });
  });
}
