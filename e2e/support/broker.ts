import { randomUUID } from 'node:crypto';
import { type Admin, type Consumer, Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { forgetGroup } from './forget-group.ts';
import type { TopicPartition, TopicRecord, Topics } from './topics.ts';

type Ends = Map<string, number>;

/** Where the brokers are, and as whom one comes in. */
export type BrokerDoor = Pick<KafkaConfig, 'brokers' | 'sasl' | 'ssl' | 'retry'>;

/** A Kafka client where the brokers can be reached. */
export class Broker implements Topics {
  readonly #kafka: Kafka;

  constructor(door: BrokerDoor) {
    this.#kafka = new Kafka({ clientId: 'e2e', ...door, logLevel: logLevel.NOTHING });
  }

  records(): Promise<TopicRecord[]> {
    return this.#asAdmin(async (admin) => {
      const groupId = `e2e-${randomUUID()}`;
      const consumer = this.#kafka.consumer({ groupId });
      await consumer.connect();
      try {
        return await readUpTo(await endsOf(admin), consumer);
      } finally {
        await consumer.disconnect();
        await forgetGroup(admin, groupId);
      }
    });
  }

  async publish({ topic, partition, key, value, headers }: TopicRecord): Promise<number> {
    const producer = this.#kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    try {
      const [sent] = await producer.send({ topic, messages: [{ partition, key, value, headers }] });
      return Number(sent?.baseOffset);
    } finally {
      await producer.disconnect();
    }
  }

  positionOf(groupId: string, { topic, partition }: TopicPartition): Promise<number> {
    return this.#asAdmin(async (admin) => {
      const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
      return Number(offsets?.partitions.find((candidate) => candidate.partition === partition)?.offset ?? -1);
    });
  }

  async create(topic: string): Promise<void> {
    await this.#asAdmin((admin) => admin.createTopics({ topics: [{ topic }], waitForLeaders: true }));
  }

  delete(topic: string): Promise<void> {
    return this.#asAdmin((admin) => admin.deleteTopics({ topics: [topic] }));
  }

  async #asAdmin<T>(act: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      return await act(admin);
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
