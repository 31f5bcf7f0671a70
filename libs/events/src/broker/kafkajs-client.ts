import { Logger } from '@nestjs/common';
import kafkajs, {
  CompressionTypes,
  type Consumer,
  type EachBatchPayload,
  Kafka,
  type LogEntry,
  logLevel,
} from 'kafkajs';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { codecs } from './codecs.ts';
import { headersOf } from './headers.ts';
import type {
  KafkaClient,
  KafkaOptions,
  KafkaRecord,
  RecordConsumer,
  RecordProducer,
  RecordsRefused,
  Subscription,
} from './kafka-client.ts';
import { bearerOf } from './oauth-bearer.ts';
import { PartitionLines } from './partition-lines.ts';
import { refusalBy } from './refusals.ts';
import { closeTimeoutsMs, metadataMaxAgeMs, pollMs, within } from './time-limits.ts';
import { WatchedSockets } from './watched-sockets.ts';

const connectTimeoutMs = 3_000;
const requestTimeoutMs = 5_000;
// Longer than the longest that a broker may think (rebalanceTimeoutMs), short enough that an event waits ten seconds at most.
const silenceMs = 9_000;
// So long before the broker ends what it has not heard anew from, it hears: longer than members of a group are ever quiet.
const reauthenticationThresholdMs = 5_000;
const rebalanceTimeoutMs = 8_000;
// After it, the group goes on without a member that was killed.
const sessionTimeoutMs = 10_000;

for (const [type, codec] of [
  [CompressionTypes.Snappy, codecs.snappy],
  [CompressionTypes.LZ4, codecs.lz4],
  [CompressionTypes.ZSTD, codecs.zstd],
] as const) {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- its types know no enum for its keys
  kafkajs.CompressionCodecs[type] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => codec.compress(buffer),
    decompress: (bytes: Buffer) => codec.decompress(bytes),
  });
}

/** The one file that knows kafkajs. */
export class KafkajsClient implements KafkaClient {
  constructor(private readonly options: KafkaOptions) {}

  async producer(): Promise<RecordProducer> {
    const { kafka, sockets } = this.connection();
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: true,
      maxInFlightRequests: 1,
      metadataMaxAge: metadataMaxAgeMs,
      retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 500 },
    });
    const close = (): Promise<void> => ended(producer.disconnect(), sockets, 0);
    try {
      await producer.connect();
    } catch (error) {
      await close();
      throw error;
    }
    return {
      send: async (topic, records) => {
        try {
          await producer.send({ topic, acks: -1, timeout: requestTimeoutMs, messages: records.map(messageOf) });
        } catch (error) {
          throw refusalIn(error) ?? error;
        }
      },
      close,
    };
  }

  async consumer(subscription: Subscription): Promise<RecordConsumer> {
    const { group, topics } = subscription;
    const { kafka, sockets } = this.connection();
    const consumer = kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: pollMs,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: rebalanceTimeoutMs,
      metadataMaxAge: metadataMaxAgeMs,
      // Whoever subscribes comes back at a pace of its own.
      retry: { retries: 3, initialRetryTime: 200, maxRetryTime: 1_000, restartOnFailure: () => Promise.resolve(false) },
    });
    const lines = new PartitionLines((record, signal) => subscription.deliver(record, signal));
    const close = async (): Promise<void> => {
      const done = await lines.close(closeTimeoutsMs.record);
      await within(closeTimeoutsMs.note, consumer.commitOffsets(done));
      await ended(consumer.disconnect(), sockets, closeTimeoutsMs.leave);
    };
    const { promise: crashed, resolve } = Promise.withResolvers<Error>();
    consumer.on('consumer.crash', ({ payload }) => {
      resolve(payload.error);
    });
    consumer.on('consumer.group_join', ({ payload }) => {
      lines.keepOnly(payload.memberAssignment);
      subscription.joined();
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 16,
        eachBatch: (payload) => work(payload, consumer, lines),
      });
    } catch (error) {
      await close();
      throw error;
    }
    return { ended: crashed, close };
  }

  private connection(): { kafka: Kafka; sockets: WatchedSockets } {
    const sockets = new WatchedSockets(silenceMs);
    const { token, caFile } = this.options.security ?? {};
    const kafka = new Kafka({
      clientId: this.options.service,
      brokers: [...this.options.brokers],
      connectionTimeout: connectTimeoutMs,
      requestTimeout: requestTimeoutMs,
      reauthenticationThreshold: reauthenticationThresholdMs,
      ...(token && { sasl: bearerOf(token) }),
      // Read for each client anew: who renews certificates replaces the file.
      ...(caFile !== undefined && { ssl: { ca: readFileSync(caFile) } }),
      retry: { retries: 2, initialRetryTime: 200, maxRetryTime: 1_000 },
      socketFactory: sockets.connect,
      logLevel: logLevel.ERROR,
      logCreator: () => toNest,
    });
    return { kafka, sockets };
  }
}

/** A batch that takes longer goes on beside: kafkajs fetches no more for any partition until it has all batches back. */
async function work(payload: EachBatchPayload, consumer: Consumer, lines: PartitionLines): Promise<void> {
  const { batch } = payload;
  const { topic, partition } = batch;
  const records = batch.messages.map(({ key, value, headers, offset }) => {
    return { topic, partition, offset, key, value, headers: headersOf(headers ?? {}) };
  });
  const line = lines.start(topic, partition, records);
  if (!line) return;
  await Promise.race([line.ended, delay(lines.patienceMs, undefined, { ref: false })]);
  if (line.doneUpTo !== undefined) payload.resolveOffset(line.doneUpTo);
  if (line.isEnded) return;
  const resume = payload.pause();
  void line.ended
    .then(() => {
      if (line.isOurs && line.doneUpTo !== undefined) {
        consumer.seek({ topic, partition, offset: String(BigInt(line.doneUpTo) + 1n) });
      }
      resume();
    })
    // The consumer has ended meanwhile: the next one begins where this one had noted.
    .catch(() => undefined);
}

function messageOf({ key, value, headers }: KafkaRecord): {
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer>;
} {
  return { key, value, headers: { ...headers } };
}

/** kafkajs wraps what the broker said into what it made of it. */
function refusalIn(error: unknown): RecordsRefused | undefined {
  if (!(error instanceof Error)) return undefined;
  const type = 'type' in error ? String(error.type) : '';
  return refusalBy(type) ?? refusalIn(error.cause);
}

/** @param patienceMs how long it may take before the sockets are cut */
async function ended(disconnected: Promise<void>, sockets: WatchedSockets, patienceMs: number): Promise<void> {
  await within(patienceMs, disconnected);
  sockets.destroy();
}

const logger = new Logger('Kafka');

function toNest({ namespace, log }: LogEntry): void {
  logger.warn(`${namespace}: ${log.message}`);
}
