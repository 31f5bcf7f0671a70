import { forgetGroup } from '@downscope/e2e/support/forget-group.ts';
import type { BrokerDoor } from '@downscope/e2e/support/broker.ts';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { BrokerUnreachable, TopicUnknown } from './broker.errors.ts';
import { type Lag, lagsOf } from './lags.ts';
import { Reader } from './reader.ts';
import type { StoredRecord } from './stored-record.ts';

/** Kafka, as whoever looks after it sees it. What it is asked throws BrokerUnreachable when nobody answers. */
export class Broker {
  private readonly kafka: Kafka;
  private readonly brokers: string;

  constructor(door: BrokerDoor) {
    this.brokers = String(door.brokers);
    const retry = { retries: 1, initialRetryTime: 200 };
    this.kafka = new Kafka({ clientId: 'events', ...door, logLevel: logLevel.NOTHING, retry });
  }

  /** Those of the services. */
  topics(): Promise<string[]> {
    return this.asAdmin(topicsOf);
  }

  lags(): Promise<Lag[]> {
    return this.asAdmin(async (admin) => lagsOf(admin, await topicsOf(admin)));
  }

  /** Every record of a topic that is there now. */
  async recordsOf(topic: string): Promise<StoredRecord[]> {
    const unread = await this.asAdmin((admin) => endsOf(admin, topic));
    const records: StoredRecord[] = [];
    if (unread.size === 0) return records;
    const { promise: all, resolve } = Promise.withResolvers<undefined>();
    const tell = (record: StoredRecord): void => {
      records.push(record);
      if (Number(record.offset) + 1 >= (unread.get(record.partition) ?? Infinity)) unread.delete(record.partition);
      if (unread.size === 0) resolve(undefined);
    };
    await this.reading({ topics: [topic], fromBeginning: true, tell }, () => all);
    return records;
  }

  /** Tells each record that comes once `until` is called, and until it resolves. */
  async follow(
    topics: readonly string[],
    tell: (record: StoredRecord) => void,
    until: () => Promise<unknown>,
  ): Promise<void> {
    await this.reading({ topics, fromBeginning: false, tell }, until);
  }

  /** Returns where it stands: topic/partition/offset. */
  async append(topic: string, record: Omit<StoredRecord, 'topic' | 'offset' | 'at'>): Promise<string> {
    const { partition, key, value, headers } = record;
    const producer = this.kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    try {
      const [sent] = await producer.send({ topic, messages: [{ partition, key, value, headers }] });
      return `${topic}/${partition}/${sent?.baseOffset ?? ''}`;
    } finally {
      await producer.disconnect();
    }
  }

  private async reading(reading: Parameters<typeof Reader.start>[1], until: () => Promise<unknown>): Promise<void> {
    const reader = await Reader.start(this.kafka, reading);
    try {
      await until();
    } finally {
      await reader.end();
      await this.asAdmin((admin) => forgetGroup(admin, reader.group));
    }
  }

  private async asAdmin<T>(act: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
    } catch (error) {
      throw new BrokerUnreachable(this.brokers, error);
    }
    try {
      return await act(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

async function topicsOf(admin: Admin): Promise<string[]> {
  return (await admin.listTopics()).filter((topic) => !topic.startsWith('__')).sort();
}

/** Where each partition ends that holds a record. */
async function endsOf(admin: Admin, topic: string): Promise<Map<number, number>> {
  const known = await topicsOf(admin);
  if (!known.includes(topic)) throw new TopicUnknown(topic, known);
  const offsets = await admin.fetchTopicOffsets(topic);
  const holding = offsets.filter(({ low, high }) => Number(high) > Number(low));
  return new Map(holding.map(({ partition, high }) => [partition, Number(high)]));
}
