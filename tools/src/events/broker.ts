import { type Admin, type Consumer, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';

export interface StoredRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly at: Date;
  readonly key: Buffer | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** How far a group of consumers is behind in one partition. */
export interface Lag {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly behind: number;
}

export class BrokerUnreachable extends Error {
  readonly code = 'broker_unreachable';
  override readonly name = 'BrokerUnreachable';

  constructor(brokers: string, cause: unknown) {
    super(`Kafka at ${brokers} does not answer`, { cause });
  }
}

export class TopicUnknown extends Error {
  readonly code = 'topic_unknown';
  override readonly name = 'TopicUnknown';

  constructor(topic: string, known: readonly string[]) {
    super(`there is no topic ${topic}: there is ${known.join(', ')}`);
  }
}

/** Kafka, as whoever looks after it sees it. */
export class Broker {
  private readonly kafka: Kafka;

  constructor(private readonly brokers: string) {
    const retry = { retries: 1, initialRetryTime: 200 };
    this.kafka = new Kafka({ clientId: 'events', brokers: brokers.split(','), logLevel: logLevel.NOTHING, retry });
  }

  /** Those of the services. */
  topics(): Promise<string[]> {
    return this.asAdmin(topicsOf);
  }

  lags(): Promise<Lag[]> {
    return this.asAdmin(async (admin) => {
      const ends = new Map<string, Awaited<ReturnType<Admin['fetchTopicOffsets']>>>();
      for (const topic of await topicsOf(admin)) ends.set(topic, await admin.fetchTopicOffsets(topic));
      const { groups } = await admin.listGroups();
      const lags = groups
        .map(({ groupId }) => groupId)
        .sort()
        .map(async (group) => {
          const noted = await admin.fetchOffsets({ groupId: group });
          return noted.flatMap(({ topic, partitions }) =>
            partitions.flatMap(({ partition, offset }) => {
              const end = ends.get(topic)?.find((one) => one.partition === partition);
              return end
                ? [{ group, topic, partition, behind: Number(end.high) - Math.max(Number(offset), Number(end.low)) }]
                : [];
            }),
          );
        });
      return (await Promise.all(lags)).flat();
    });
  }

  /** Every record of a topic up to now, in the order of its partitions. */
  async recordsOf(topic: string): Promise<StoredRecord[]> {
    const ends = await this.asAdmin(async (admin) => {
      const known = await topicsOf(admin);
      if (!known.includes(topic)) throw new TopicUnknown(topic, known);
      const offsets = await admin.fetchTopicOffsets(topic);
      return new Map(
        offsets.flatMap(({ partition, high, low }) => (high === low ? [] : [[partition, Number(high)] as const])),
      );
    });
    const records: StoredRecord[] = [];
    if (ends.size === 0) return records;
    const { promise: all, resolve } = Promise.withResolvers<undefined>();
    const end = await this.consume([topic], true, (record) => {
      records.push(record);
      if (Number(record.offset) + 1 >= (ends.get(record.partition) ?? Infinity)) ends.delete(record.partition);
      if (ends.size === 0) resolve(undefined);
    });
    try {
      await all;
    } finally {
      await end();
    }
    return records;
  }

  /** Tells each record that comes from now on, until the signal ends it. */
  async follow(topics: readonly string[], tell: (record: StoredRecord) => void, signal: AbortSignal): Promise<void> {
    const end = await this.consume(topics, false, tell);
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve, { once: true });
    });
    await end();
  }

  async append(
    topic: string,
    { key, value, headers, partition }: Omit<StoredRecord, 'topic' | 'offset' | 'at'>,
  ): Promise<string> {
    const producer = this.kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    try {
      const [sent] = await producer.send({ topic, messages: [{ key, value, headers: { ...headers }, partition }] });
      return `${topic}/${partition}/${sent?.baseOffset ?? ''}`;
    } finally {
      await producer.disconnect();
    }
  }

  /** Resolves with what ends it, once it has its partitions. */
  private async consume(
    topics: readonly string[],
    fromBeginning: boolean,
    tell: (record: StoredRecord) => void,
  ): Promise<() => Promise<void>> {
    const groupId = `events-${randomUUID()}`;
    const consumer = this.kafka.consumer({ groupId, maxWaitTimeInMs: 500 });
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning });
    const joined = untilJoined(consumer);
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ topic, partition, message }) => {
        tell(stored(topic, partition, message));
        return Promise.resolve();
      },
    });
    await joined;
    return async () => {
      await consumer.disconnect();
      await this.asAdmin((admin) => admin.deleteGroups([groupId]));
    };
  }

  /** @throws BrokerUnreachable */
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

function untilJoined(consumer: Consumer): Promise<void> {
  return new Promise((resolve, reject) => {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      resolve();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      reject(payload.error);
    });
  });
}

function stored(topic: string, partition: number, message: KafkaMessage): StoredRecord {
  const { offset, timestamp, key, value, headers = {} } = message;
  const texts = Object.entries(headers).map(([name, content]) => [name, String(content)] as const);
  return {
    topic,
    partition,
    offset,
    at: new Date(Number(timestamp)),
    key,
    value: value?.toString() ?? null,
    headers: Object.fromEntries(texts),
  };
}
