import { randomUUID } from 'node:crypto';
import { type Admin, type Consumer, type IHeaders, type ISocketFactory, Kafka, logLevel } from 'kafkajs';

export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

type Ends = Map<string, number>;

/** The broker's topics, seen as its administrator sees them. */
export class Topics {
  readonly #kafka: Kafka;

  /** @param socketFactory where the brokers' own addresses are not to be reached from here */
  constructor(brokers: string, socketFactory?: ISocketFactory) {
    this.#kafka = new Kafka({
      clientId: 'e2e',
      brokers: brokers.split(','),
      logLevel: logLevel.NOTHING,
      ...(socketFactory && { socketFactory }),
    });
  }

  /** Every record of every topic from its beginning up to now, the broker's own topics included. */
  async records(): Promise<TopicRecord[]> {
    const admin = this.#kafka.admin();
    const groupId = `e2e-${randomUUID()}`;
    const consumer = this.#kafka.consumer({ groupId });
    await Promise.all([admin.connect(), consumer.connect()]);
    try {
      return await readUpTo(await endsOf(admin), consumer);
    } finally {
      await consumer.disconnect();
      await admin.deleteGroups([groupId]).finally(() => admin.disconnect());
    }
  }

  /** Delivers a record once more, byte for byte. Resolves when the broker has it; returns its offset. */
  async republish({ topic, partition, key, value, headers }: TopicRecord): Promise<number> {
    const producer = this.#kafka.producer();
    await producer.connect();
    try {
      const [sent] = await producer.send({ topic, messages: [{ partition, key, value, headers }] });
      return Number(sent?.baseOffset);
    } finally {
      await producer.disconnect();
    }
  }

  /** How far a consumer group has read: the offset that it will take next. */
  async positionOf(groupId: string, { topic, partition }: Pick<TopicRecord, 'topic' | 'partition'>): Promise<number> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
      return Number(offsets?.partitions.find((candidate) => candidate.partition === partition)?.offset ?? -1);
    } finally {
      await admin.disconnect();
    }
  }
}

async function endsOf(admin: Admin): Promise<Ends> {
  const topics = await admin.listTopics();
  const ends: Ends = new Map();
  for (const topic of topics) {
    for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
      if (Number(high) > Number(low)) ends.set(`${topic}/${partition}`, Number(high));
    }
  }
  return ends;
}

async function readUpTo(unread: Ends, consumer: Consumer): Promise<TopicRecord[]> {
  const records: TopicRecord[] = [];
  if (unread.size === 0) return records;
  const topics = [...new Set([...unread.keys()].map((place) => place.slice(0, place.lastIndexOf('/'))))];
  await consumer.subscribe({ topics, fromBeginning: true });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    reject(payload.error);
  });
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) => {
      const { topic, partition } = batch;
      records.push(
        ...batch.messages.map(({ key, value, headers = {} }) => ({ topic, partition, key, value, headers })),
      );
      if (Number(batch.lastOffset()) + 1 >= (unread.get(`${topic}/${partition}`) ?? 0))
        unread.delete(`${topic}/${partition}`);
      if (unread.size === 0) resolve(undefined);
      return Promise.resolve();
    },
  });
  await promise;
  return records;
}

/** A record as one text: key, value and every header. */
export function textOf({ key, value, headers }: TopicRecord): string {
  const all = Object.entries(headers).map(([name, content]) => `${name}: ${String(content)}`);
  return [key?.toString() ?? '', ...all, value?.toString() ?? ''].join('\n');
}
