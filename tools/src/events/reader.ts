import type { Consumer, Kafka } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { type StoredRecord, storedRecord } from './stored-record.ts';

interface Reading {
  readonly topics: readonly string[];
  readonly fromBeginning: boolean;
  readonly tell: (record: StoredRecord) => void;
}

/** Reads topics as a group of its own, which notes nothing. */
export class Reader {
  readonly group: string;
  private readonly consumer: Consumer;

  private constructor(group: string, consumer: Consumer) {
    this.group = group;
    this.consumer = consumer;
  }

  /** Resolves once it has looked for the first time: from then on it misses nothing. */
  static async start(kafka: Kafka, { topics, fromBeginning, tell }: Reading): Promise<Reader> {
    const group = `events-${randomUUID()}`;
    const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 500 });
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning });
    const looked = hasLooked(consumer);
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ topic, partition, message }) => {
        tell(storedRecord(topic, partition, message));
        return Promise.resolve();
      },
    });
    await looked;
    return new Reader(group, consumer);
  }

  end(): Promise<void> {
    return this.consumer.disconnect();
  }
}

function hasLooked(consumer: Consumer): Promise<void> {
  return new Promise((resolve, reject) => {
    consumer.on(consumer.events.FETCH, () => {
      resolve();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      reject(payload.error);
    });
  });
}
