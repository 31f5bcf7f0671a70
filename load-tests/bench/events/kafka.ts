import { kafkaPart, prepareKafka } from '@downscope/local/parts/kafka.ts';
import { cacheFolderOf } from '@downscope/local/prerequisites/cache.ts';
import { findJava } from '@downscope/local/prerequisites/java.ts';
import { kafkaJars } from '@downscope/local/prerequisites/kafka-jars.ts';
import { Kafka as Kafkajs, logLevel } from 'kafkajs';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { endProcess } from '../end-process.ts';
import { freePort } from '../free-port.ts';

/** The broker of `npm start`, asking nobody who they are. */
export class Kafka implements AsyncDisposable {
  readonly broker: string;
  readonly client: Kafkajs;
  readonly #process: ChildProcess;

  private constructor(broker: string, child: ChildProcess) {
    this.broker = broker;
    this.client = new Kafkajs({ clientId: 'bench', brokers: [broker], logLevel: logLevel.ERROR });
    this.#process = child;
  }

  static async start(folder: string): Promise<Kafka> {
    const { signal } = new AbortController();
    const cacheFolder = cacheFolderOf({ XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] });
    const say = (): void => undefined;
    const java = await findJava({ cacheFolder, signal, say });
    const installation = { java, jars: await kafkaJars(cacheFolder, signal, say) };
    const ports = { kafka: await freePort(), kafkaController: await freePort(), kafkaOperator: await freePort() };
    const place = { folder: join(folder, 'kafka'), ports };
    await prepareKafka(installation, place, signal);
    const part = kafkaPart(installation, place);
    const { command, args, env, cwd } = part;
    const kafka = new Kafka(`127.0.0.1:${ports.kafka}`, spawn(command, args, { env, cwd, stdio: 'ignore' }));
    await part.ready(signal);
    return kafka;
  }

  async create(...topics: string[]): Promise<void> {
    const admin = this.client.admin();
    await admin.connect();
    await admin.createTopics({ topics: topics.map((topic) => ({ topic })), waitForLeaders: true });
    await admin.disconnect();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#process);
  }
}
