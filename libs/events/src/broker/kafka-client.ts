import type { Headers } from './headers.ts';

export interface KafkaOptions {
  /** The service's name: client id, consumer group and, as urn:downscope:{service}, CloudEvents `source`. */
  readonly service: string;
  /** Bootstrap servers, host:port. */
  readonly brokers: readonly string[];
  /** How the brokers are sure of the service, and it of them. Without, neither is: for a broker that asks nobody. */
  readonly security?: KafkaSecurity | undefined;
  /** The package that speaks to them. kafkajs by default; the other is `@platformatic/kafka`, which is then to be installed. */
  readonly client?: KafkaClientName | undefined;
}

export const kafkaClientNames = ['kafkajs', 'platformatic'] as const;
export type KafkaClientName = (typeof kafkaClientNames)[number];

export interface KafkaSecurity {
  /** The certificates, in PEM, that a broker's is signed by. Without, nothing is encrypted. */
  readonly caFile?: string | undefined;
  /** The service's own token for the broker, one that is good for ten seconds at least: SASL/OAUTHBEARER (RFC 7628). */
  readonly token: HoldsBrokerToken;
}

export interface HoldsBrokerToken {
  get(): Promise<{ reveal(): string }>;
}

export interface KafkaRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Headers;
}

export interface ReceivedRecord extends KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  /** A 64 bit number, as text. */
  readonly offset: string;
}

/** What this library needs of a Kafka client. Everything that knows a package for it is behind this. */
export interface KafkaClient {
  /** Connects an idempotent producer that waits for every in-sync replica. */
  producer(): Promise<RecordProducer>;
  /** Joins a consumer group. */
  consumer(subscription: Subscription): Promise<RecordConsumer>;
}

export interface RecordProducer {
  /**
   * Resolves when every in-sync replica has all of the records, which stay in order per key.
   *
   * @throws RecordsRefused when Kafka is there and does not take them; then some of them may have been taken.
   * Anything else means that Kafka is not there. Either way this producer is of no more use.
   */
  send(topic: string, records: readonly KafkaRecord[]): Promise<void>;
  /** Ends it at once, with what is under way. */
  close(): Promise<void>;
}

export interface Subscription {
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * Deals with one record for good: what it resolves for is never delivered again. Records of a partition come one after the other,
   * those of others meanwhile. The signal says that the partition is somebody else's now, or that the consumer closes: then this
   * rejects, and the record is delivered again.
   */
  deliver(record: ReceivedRecord, signal: AbortSignal): Promise<void>;
  /** Told when this process becomes a member of its group. */
  joined(): void;
}

export interface RecordConsumer {
  /** Resolves with the reason when it has given up; it does not come back by itself. */
  readonly ended: Promise<Error>;
  /** Lets deliveries under way end, notes what is done and leaves the group; within seconds, whatever Kafka does. */
  close(): Promise<void>;
}

/** Kafka does not take these records: sending the same again is of no use until somebody changes something. */
export class RecordsRefused extends Error {
  override readonly name = 'RecordsRefused';

  constructor(
    /** Kafka's name of the reason in lower case, such as message_too_large. */
    readonly code: string,
    /** Whether it is the topic's fault, and so that of all its records. */
    readonly ofTopic: boolean,
  ) {
    super(`Kafka refuses: ${code}`);
  }
}
