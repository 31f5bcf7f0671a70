import {
  type BaseOptions,
  compatibilityPartitioner,
  Consumer,
  FetchIsolationLevels,
  IS_CONTROL,
  ListOffsetTimestamps,
  type MessageToProduce,
  Producer,
  type RecordsBatch,
  SASLMechanisms,
} from '@platformatic/kafka';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { headersOf } from './headers.ts';
import type {
  KafkaClient,
  KafkaOptions,
  KafkaRecord,
  ReceivedRecord,
  RecordConsumer,
  RecordProducer,
  RecordsRefused,
  Subscription,
} from './kafka-client.ts';
import { BrokerRefusedToken, mustBeWelcome, shown } from './oauth-bearer.ts';
import { type Fetched, type Log, type Offset, PartitionReader, type Place } from './partition-reader.ts';
import { refusalBy } from './refusals.ts';
import { closeTimeoutsMs, metadataMaxAgeMs, within } from './time-limits.ts';

// To be let in, and while a token is shown anew: TCP, TLS and SASL.
const connectTimeoutMs = 6_000;
// A request without an answer by then has found a broker that is silent. Longer than the longest that one may think: sessionTimeoutMs.
const silenceMs = 9_000;
// After it, the group goes on without a member that was killed. It is how long a broker waits for members to come back, too.
const sessionTimeoutMs = 8_000;
const heartbeatMs = 2_000;
const fetchBytes = { each: 1_048_576, all: 10_485_760 };
// By the name and the words of kafkajs's: while a service goes from one client to the other, members of both share its group.
const assignment = { name: 'RoundRobinAssigner', version: 0 };

/** The one file that knows `@platformatic/kafka`. */
export class PlatformaticClient implements KafkaClient {
  constructor(private readonly options: KafkaOptions) {}

  async producer(): Promise<RecordProducer> {
    const producer = new Producer({ ...this.connection(), idempotent: true, partitioner: partitionOf });
    const close = (): Promise<void> => ended(producer.close(), [producer], 0);
    try {
      await producer.initIdempotentProducer({});
    } catch (error) {
      await close();
      throw toldBy(error);
    }
    return {
      send: async (topic, records) => {
        try {
          await producer.send({ messages: records.map((record) => messageOf(topic, record)) });
        } catch (error) {
          throw refusalIn(error) ?? toldBy(error);
        }
      },
      close,
    };
  }

  async consumer(subscription: Subscription): Promise<RecordConsumer> {
    const { group, topics } = subscription;
    const member = this.consumerOf(group);
    // A broker answers what one connection asks in turn: beside a fetch that waits, no heartbeat would.
    const fetcher = this.consumerOf(group);
    for (const { topics: known } of [member, fetcher]) known.trackAll(...topics);
    const reader = new PartitionReader(new GroupsLog(member, fetcher), (...of) => subscription.deliver(...of));
    const { promise: failed, resolve: fail } = Promise.withResolvers<Error>();
    member.on('consumer:group:join', ({ assignments = [] }) => {
      reader.assign(
        assignments.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition }))),
      );
      subscription.joined();
    });
    // Which it does not get over by itself.
    member.on('error', fail);
    member.on('consumer:heartbeat:stalled', ({ lastError }) => {
      fail(lastError ?? new Error('no heartbeat'));
    });
    let watch: ReturnType<typeof setInterval> | undefined;
    const close = async (): Promise<void> => {
      clearInterval(watch);
      await reader.close();
      const closed = Promise.all([member.close(), fetcher.close()]);
      await ended(closed, [member, fetcher], closeTimeoutsMs.leave);
    };
    try {
      watch = await watchPartitions(member, topics, fail);
      await member.joinGroup({});
    } catch (error) {
      await close();
      throw toldBy(error);
    }
    return { ended: Promise.race([failed, reader.failed]).then(toldBy), close };
  }

  private consumerOf(groupId: string): Consumer {
    const timeouts = { sessionTimeout: sessionTimeoutMs, rebalanceTimeout: sessionTimeoutMs };
    const heart = { heartbeatInterval: heartbeatMs, heartbeatStallTimeout: sessionTimeoutMs };
    return survivingErrors(
      new Consumer({ ...this.connection(), groupId, ...timeouts, ...heart, protocols: [assignment] }),
    );
  }

  private connection(): BaseOptions {
    const { service, brokers, security: { token, caFile } = {} } = this.options;
    return {
      clientId: service,
      bootstrapBrokers: [...brokers],
      connectTimeout: connectTimeoutMs,
      requestTimeout: silenceMs,
      metadataMaxAge: metadataMaxAgeMs,
      retries: 2,
      retryDelay: 200,
      ...(token && {
        sasl: {
          mechanism: SASLMechanisms.OAUTHBEARER,
          token: () => shown(token),
          // Its own one takes any answer but one for a welcome.
          authBytesValidator: validated,
        },
      }),
      // Read for each client anew: who renews certificates replaces the file.
      ...(caFile !== undefined && { tls: { ca: readFileSync(caFile) }, tlsServerName: !brokers.some(isAddress) }),
    };
  }
}

/** What a reader needs, as two clients of one group have it: its member, and one that fetches. */
class GroupsLog implements Log {
  constructor(
    private readonly member: Consumer,
    private readonly fetcher: Consumer,
  ) {}

  async byLeader<Of extends Place>(places: readonly Of[]): Promise<Map<number, Of[]>> {
    if (places.length === 0) return new Map();
    const { topics } = await this.fetcher.metadata({ topics: topicsOf(places) });
    return Map.groupBy(places, ({ topic, partition }) => topics.get(topic)?.partitions[partition]?.leader ?? -1);
  }

  async standOf(places: readonly Place[]): Promise<Offset[]> {
    if (places.length === 0) return [];
    const partitions = partitionsOf(places);
    const topics = Object.entries(partitions).map(([topic, of]) => ({ topic, partitions: of }));
    const [noted, first] = await Promise.all([
      this.member.listCommittedOffsets({ topics }),
      this.bound(places, ListOffsetTimestamps.EARLIEST),
    ]);
    return places.map((place) => {
      const stand = noted.get(place.topic)?.[place.partition] ?? -1n;
      return { ...place, offset: stand < 0n ? first(place) : stand };
    });
  }

  async fetch(leader: number, offsets: readonly Offset[], waitMs: number): Promise<Fetched[]> {
    const { topics } = await this.fetcher.metadata({ topics: topicsOf(offsets) });
    const byId = new Map([...topics].map(([topic, { id }]) => [id, topic]));
    const wanted = [...byId].map(([topicId, topic]) => {
      const partitions = offsets.filter((offset) => offset.topic === topic).map(wantedOf);
      return { topicId, partitions };
    });
    try {
      const answer = await this.fetcher.fetch({
        node: leader,
        topics: wanted,
        maxWaitTime: waitMs,
        minBytes: 1,
        maxBytes: fetchBytes.all,
        isolationLevel: FetchIsolationLevels.READ_COMMITTED,
      });
      return answer.responses.flatMap(({ topicId, partitions }) => {
        const topic = byId.get(topicId);
        return partitions.flatMap(({ partitionIndex: partition, records: batches }) => {
          const asked = offsets.find((offset) => offset.topic === topic && offset.partition === partition);
          return asked && batches && batches.length > 0 ? [fetchedFrom(asked, batches)] : [];
        });
      });
    } catch (error) {
      if (![...reasonsIn(error)].includes('OFFSET_OUT_OF_RANGE')) throw error;
      return await this.backInRange(offsets);
    }
  }

  async note(offsets: readonly Offset[]): Promise<void> {
    await this.member.commit({ offsets: offsets.map((offset) => ({ ...offset, leaderEpoch: -1 })) });
  }

  /** What is gone was kept too short, or lost with a disk: what is there is read from its beginning. */
  private async backInRange(offsets: readonly Offset[]): Promise<Fetched[]> {
    const [first, last] = await Promise.all([
      this.bound(offsets, ListOffsetTimestamps.EARLIEST),
      this.bound(offsets, ListOffsetTimestamps.LATEST),
    ]);
    return offsets
      .filter((place) => place.offset < first(place) || place.offset > last(place))
      .map((place) => ({ ...place, records: [], behind: first(place) }));
  }

  private async bound(places: readonly Place[], timestamp: bigint): Promise<(place: Place) => bigint> {
    const partitions = partitionsOf(places);
    const offsets = await this.member.listOffsets({ topics: Object.keys(partitions), partitions, timestamp });
    return ({ topic, partition }) => offsets.get(topic)?.[partition] ?? 0n;
  }
}

function wantedOf({ partition, offset }: Offset): {
  partition: number;
  fetchOffset: bigint;
  partitionMaxBytes: number;
  currentLeaderEpoch: number;
  lastFetchedEpoch: number;
} {
  const anyEpoch = { currentLeaderEpoch: -1, lastFetchedEpoch: -1 };
  return { partition, fetchOffset: offset, partitionMaxBytes: fetchBytes.each, ...anyEpoch };
}

/** A batch is sent whole: its first records may be done, and its marks are nobody's. */
function fetchedFrom({ topic, partition, offset }: Offset, batches: readonly RecordsBatch[]): Fetched {
  const records = batches
    .filter(({ attributes }) => (attributes & IS_CONTROL) === 0)
    .flatMap(({ firstOffset, records: of }) =>
      of.map((record): ReceivedRecord & { readonly at: bigint } => {
        const at = firstOffset + BigInt(record.offsetDelta);
        const headers = headersOf(Object.fromEntries(record.headers.map(([name, value]) => [String(name), value])));
        return { topic, partition, offset: String(at), at, key: record.key, value: record.value, headers };
      }),
    )
    .filter(({ at }) => at >= offset);
  const last = batches.at(-1);
  return { topic, partition, records, behind: last ? last.firstOffset + BigInt(last.lastOffsetDelta) + 1n : offset };
}

function messageOf(topic: string, { key, value, headers }: KafkaRecord): MessageToProduce {
  const named = Object.entries(headers).map(([name, text]) => [Buffer.from(name), text] as const);
  return { topic, headers: new Map(named), ...(key && { key }), ...(value && { value }) };
}

/** As kafkajs and Kafka's own producer have it: a subject stays in its partition, whichever client sends. */
function partitionOf(message: MessageToProduce, key?: Buffer): number {
  return key ? compatibilityPartitioner(message, key) : randomInt(2 ** 31);
}

/** A topic that has more partitions than it had has some that are nobody's. */
async function watchPartitions(
  member: Consumer,
  topics: readonly string[],
  fail: (error: Error) => void,
): Promise<ReturnType<typeof setInterval>> {
  const count = async (): Promise<number> => {
    const { topics: found } = await member.metadata({ topics: [...topics] });
    return [...found.values()].reduce((sum, { partitionsCount }) => sum + partitionsCount, 0);
  };
  // Before it joins, so that one which comes while it does is new.
  let known = await count();
  const look = async (): Promise<void> => {
    if (!member.isActive()) return;
    const now = await count();
    if (now === known) return;
    known = now;
    await member.joinGroup({});
  };
  return setInterval(() => void look().catch(fail), metadataMaxAgeMs).unref();
}

/** A connection that fails twice would end the process: nobody listens the second time. */
function survivingErrors<Client extends Consumer>(client: Client): Client {
  client.on('client:broker:connect', ({ connection }) => {
    connection.on('error', () => undefined);
  });
  return client;
}

function validated(answer: Buffer, callback: (error: Error | null, answer?: Buffer) => void): void {
  try {
    mustBeWelcome(answer);
    callback(null, answer);
  } catch (error) {
    callback(error as Error);
  }
}

/** @param patienceMs how long it may take before the sockets are cut */
async function ended(
  closed: Promise<unknown>,
  clients: readonly (Producer | Consumer)[],
  patienceMs: number,
): Promise<void> {
  const connections = clients.flatMap((client) => [...client.connections].map(([, connection]) => connection));
  await within(patienceMs, closed);
  for (const { socket } of connections) socket.destroy();
}

function refusalIn(error: unknown): RecordsRefused | undefined {
  for (const reason of reasonsIn(error)) {
    const refusal = refusalBy(reason);
    if (refusal) return refusal;
  }
  return undefined;
}

/** By Kafka's names, wherever in what the client has made of them. */
function* reasonsIn(error: unknown): Generator<string> {
  for (const each of errorsIn(error)) {
    if ('apiId' in each) yield String(each.apiId);
    // The one that it puts into words of its own.
    else if (each.message.startsWith('Unknown topic ')) yield 'UNKNOWN_TOPIC_OR_PARTITION';
  }
}

function* errorsIn(error: unknown): Generator<Error> {
  if (!isError(error)) return;
  yield error;
  if ('errors' in error && Array.isArray(error.errors)) for (const each of error.errors) yield* errorsIn(each);
  yield* errorsIn(error.cause);
}

/** Not by instanceof: an error of Node.js itself may be that of another realm. */
function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'name' in value;
}

/** What was the matter, and not how many attempts there were. */
function toldBy(error: unknown): Error {
  const all = [...errorsIn(error)];
  const refused = all.find((each) => each instanceof BrokerRefusedToken);
  return refused ?? new Error(all.at(-1)?.message ?? 'Kafka is not there', { cause: error });
}

const topicsOf = (places: readonly Place[]): string[] => [...new Set(places.map(({ topic }) => topic))];

function partitionsOf(places: readonly Place[]): Record<string, number[]> {
  const topics = Map.groupBy(places, ({ topic }) => topic);
  return Object.fromEntries([...topics].map(([topic, of]) => [topic, of.map(({ partition }) => partition)]));
}

const isAddress = (broker: string): boolean => isIP(broker.slice(0, broker.lastIndexOf(':'))) !== 0;
