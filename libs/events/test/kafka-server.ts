import { brokerAccess, type Grant, grantAccess } from '@downscope/local/broker/broker-access.ts';
import { kafkaUsers } from '@downscope/local/broker/kafka-users.ts';
import { type KafkaInstallation, kafkaPart, type KafkaPlace, prepareKafka } from '@downscope/local/parts/kafka.ts';
import { cacheFolderOf } from '@downscope/local/prerequisites/cache.ts';
import { findJava } from '@downscope/local/prerequisites/java.ts';
import { kafkaJars } from '@downscope/local/prerequisites/kafka-jars.ts';
import kafkajs, {
  type Admin,
  type Consumer,
  Kafka,
  logLevel,
  type Producer,
  type ProducerRecord,
  type SASLOptions,
} from 'kafkajs';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokerCertificate } from './broker-certificate.ts';
import type { BrokerTokens } from './broker-tokens.ts';
import { eventually } from './eventually.ts';
import { setTimeout as delay } from 'node:timers/promises';

export interface Seen {
  readonly topic: string;
  readonly partition: number;
  readonly key: string | undefined;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A broker of a spec's own, the one that a stack runs, which it may stop, kill and make silent. */
export class KafkaServer {
  readonly brokers: readonly string[];
  readonly admin: Admin;
  readonly producer: Producer;
  readonly seen: Seen[] = [];
  /** Of a broker that encrypts: what it is known by. */
  readonly caFile: string;
  private readonly kafka: Kafka;
  private readonly readers: Consumer[] = [];
  private process: ChildProcess | undefined;

  private constructor(
    private readonly installation: KafkaInstallation,
    private readonly place: KafkaPlace,
  ) {
    this.brokers = [`127.0.0.1:${place.ports.kafka}`];
    this.caFile = join(place.folder, 'ca.crt');
    this.kafka = new Kafka({ clientId: 'spec', ...doorOf(place), logLevel: logLevel.NOTHING });
    this.admin = this.kafka.admin();
    this.producer = this.kafka.producer({ allowAutoTopicCreation: false });
  }

  /**
   * @param tokens whose tokens it asks for; without, it asks nobody who they are
   * @param encrypts what it says to services, as on a cluster
   */
  static async start(tokens?: BrokerTokens, encrypts = false): Promise<KafkaServer> {
    const { signal } = new AbortController();
    const cacheFolder = cacheFolderOf({ XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] });
    const say = (): void => undefined;
    const java = await findJava({ cacheFolder, signal, say });
    const installation = { java, jars: await kafkaJars(cacheFolder, signal, say) };
    const ports = { kafka: await freePort(), kafkaController: await freePort(), kafkaOperator: await freePort() };
    const folder = mkdtempSync(join(tmpdir(), 'events-kafka-'));
    const authentication = tokens && {
      users: await kafkaUsers(folder),
      issuer: tokens.issuer,
      keysUrl: tokens.keysUrl,
    };
    const place: KafkaPlace = { folder, ports, ...(authentication && { authentication }) };
    await prepareKafka(installation, place, signal);
    if (encrypts) await encryptServices(folder);
    const server = new KafkaServer(installation, place);
    await server.run();
    await server.admin.connect();
    await server.producer.connect();
    return server;
  }

  /** Starts it with the data that it had. */
  async run(): Promise<void> {
    const part = kafkaPart(this.installation, this.place);
    const { command, args, env, cwd } = part;
    this.process = spawn(command, args, { env, cwd, stdio: 'ignore' });
    await part.ready(new AbortController().signal);
  }

  async kill(): Promise<void> {
    if (this.process?.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }

  /** From now on its connections stay open and say nothing, as those of a node do that is gone. */
  silence(): void {
    this.process?.kill('SIGSTOP');
  }

  async silenceFor(ms: number): Promise<void> {
    this.silence();
    await delay(ms);
    this.speak();
  }

  speak(): void {
    this.process?.kill('SIGCONT');
  }

  async create(topic: string, settings: Readonly<Record<string, string>> = {}, numPartitions = 3): Promise<void> {
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    await this.admin.createTopics({ topics: [{ topic, numPartitions, configEntries }], waitForLeaders: false });
    // kafkajs's own waiting gives up where a busy broker does not know yet what it made.
    await eventually(() => this.admin.fetchTopicMetadata({ topics: [topic] }), 30_000);
  }

  /** These and no others. */
  async grant(...grants: Grant[]): Promise<void> {
    await grantAccess(this.admin, brokerAccess.parse({ topics: [], grants }));
  }

  /** Everything with topics and groups whose names begin so. */
  async grantAll(principal: string, prefix: string): Promise<void> {
    const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
    const kinds = [AclResourceTypes.TOPIC, AclResourceTypes.GROUP];
    await this.admin.createAcls({
      acl: kinds.map((resourceType) => ({
        principal: `User:${principal}`,
        host: '*',
        operation: AclOperationTypes.ALL,
        permissionType: AclPermissionTypes.ALLOW,
        resourceType,
        resourceName: prefix,
        resourcePatternType: ResourcePatternTypes.PREFIXED,
      })),
    });
  }

  /**
   * Resolves when these groups have coordinators. The first question about a group makes the broker's topic of groups; until that is there,
   * kafkajs tells it in the words that it has for a refusal.
   */
  async groupsReady(...groups: string[]): Promise<void> {
    await eventually(() => this.admin.describeGroups(groups));
  }

  /** Every record of these topics, from the first on, goes to `seen`. */
  async watch(...topics: string[]): Promise<void> {
    const consumer = this.kafka.consumer({ groupId: `spec-${randomUUID()}`, maxWaitTimeInMs: 50 });
    this.readers.push(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ topic, partition, message: { key, value, headers } }) => {
        const texts = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]);
        this.seen.push({
          topic,
          partition,
          key: key?.toString(),
          value,
          headers: Object.fromEntries(texts) as Record<string, string>,
        });
        return Promise.resolve();
      },
    });
  }

  /** By a producer that knows nothing from before, and each once: a topic that is new may refuse some of its partitions at first. */
  async sendAnew(records: ProducerRecord): Promise<void> {
    const producer = this.kafka.producer({ allowAutoTopicCreation: false, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    try {
      await producer.send(records);
    } finally {
      await producer.disconnect();
    }
  }

  /** As it lies on its disk: the first that a topic's first partition was sent (kafka.apache.org/documentation/#recordbatch). */
  firstBatch(topic: string): { readonly producerId: bigint; readonly sequence: number } {
    const bytes = readFileSync(join(this.place.folder, 'kafka', `${topic}-0`, '00000000000000000000.log'));
    return { producerId: bytes.readBigInt64BE(43), sequence: bytes.readInt32BE(53) };
  }

  in(topic: string): Seen[] {
    return this.seen.filter((record) => record.topic === topic);
  }

  async stop(): Promise<void> {
    this.speak();
    for (const client of [...this.readers, this.producer, this.admin]) await client.disconnect().catch(() => undefined);
    await this.kill();
    rmSync(this.place.folder, { recursive: true, force: true });
  }
}

/** Of two lines of one name, a broker's properties are the last. */
async function encryptServices(folder: string): Promise<void> {
  const { keystoreFile } = await brokerCertificate(folder);
  const lines = [
    'listener.security.protocol.map=SERVICES:SASL_SSL,OPERATOR:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'ssl.keystore.type=PEM',
    `ssl.keystore.location=${keystoreFile}`,
  ];
  appendFileSync(join(folder, 'kafka.properties'), `${lines.join('\n')}\n`);
}

/** Where a spec comes in to see everything. */
function doorOf({ ports, authentication }: KafkaPlace): { brokers: string[]; sasl?: SASLOptions } {
  if (!authentication) return { brokers: [`127.0.0.1:${ports.kafka}`] };
  const sasl: SASLOptions = { mechanism: 'plain', ...authentication.users.operator };
  return { brokers: [`127.0.0.1:${ports.kafkaOperator}`], sasl };
}

/** Below those that the system hands out to whoever connects, so that the broker gets it again after a restart. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const listening = await new Promise<boolean>((resolve) => {
      server.once('error', () => {
        resolve(false);
      });
      server.listen(port, '127.0.0.1', () => {
        resolve((server.address() as AddressInfo).port === port);
      });
    });
    if (!listening) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
