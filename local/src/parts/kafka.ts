import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type KafkaAuthentication, authenticated, type KafkaProperties } from '../broker/kafka-properties.ts';
import { root } from '../layout.ts';
import type { Ports } from '../stack.ts';
import type { Java } from '../prerequisites/java.ts';
import { run } from '../prerequisites/tools.ts';
import type { Part } from '../supervisor/part.ts';
import { acceptsConnections, until } from '../supervisor/waiting.ts';

export interface KafkaInstallation {
  readonly java: Java;
  /** The folder of the jars. */
  readonly jars: string;
}

/** Where a broker is, as a whole stack's layout says, or a spec's. */
export interface KafkaPlace {
  readonly folder: string;
  readonly ports: Pick<Ports, 'kafka' | 'kafkaController' | 'kafkaOperator'>;
  /** Without, it asks nobody who they are. */
  readonly authentication?: KafkaAuthentication;
}

export const brokersDataFolder = (layout: Pick<KafkaPlace, 'folder'>): string => join(layout.folder, 'kafka');
const propertiesFile = (layout: KafkaPlace): string => join(layout.folder, 'kafka.properties');

/** One node that is broker and controller. A single one needs every replication factor at 1. */
const properties = (layout: KafkaPlace): KafkaProperties => ({
  ...(layout.authentication && authenticated(layout.authentication)),
  'process.roles': 'broker,controller',
  'node.id': 1,
  listeners: listenersOf(layout).join(','),
  'controller.listener.names': 'CONTROLLER',
  'controller.quorum.bootstrap.servers': `127.0.0.1:${layout.ports.kafkaController}`,
  'log.dirs': brokersDataFolder(layout),
  'auto.create.topics.enable': false,
  'num.partitions': 3,
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 4,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'share.coordinator.state.topic.num.partitions': 1,
  'group.initial.rebalance.delay.ms': 0,
  'log.cleaner.dedupe.buffer.size': 8_388_608,
  // After a kill -9 the broker takes itself back sooner than by default (9 s); sooner still, and a busy machine's broker is fenced.
  'broker.session.timeout.ms': 6_000,
  'broker.heartbeat.interval.ms': 500,
});

function listenersOf({ ports, authentication }: KafkaPlace): string[] {
  const controller = `CONTROLLER://127.0.0.1:${ports.kafkaController}`;
  if (!authentication) return [`PLAINTEXT://127.0.0.1:${ports.kafka}`, controller];
  return [`SERVICES://127.0.0.1:${ports.kafka}`, `OPERATOR://127.0.0.1:${ports.kafkaOperator}`, controller];
}

const smallJvm = [
  '-Xms64m',
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Xshare:auto',
  `-Dlog4j2.configurationFile=${pathToFileURL(join(root, 'local/kafka/log4j2.properties')).href}`,
];

/** Writes the settings, and formats the data folder at the first start. */
export async function prepareKafka(
  { java, jars }: KafkaInstallation,
  layout: KafkaPlace,
  signal: AbortSignal,
): Promise<void> {
  mkdirSync(layout.folder, { recursive: true });
  const settings = Object.entries(properties(layout)).map(([name, value]) => `${name}=${value}\n`);
  // Passwords are in it; one that is there keeps the rights that it has.
  rmSync(propertiesFile(layout), { force: true });
  writeFileSync(propertiesFile(layout), settings.join(''), { mode: 0o600 });
  if (existsSync(join(brokersDataFolder(layout), 'meta.properties'))) return;
  rmSync(brokersDataFolder(layout), { recursive: true, force: true });
  const format = ['format', '--standalone', '--cluster-id', newClusterId(), '--config', propertiesFile(layout)];
  await run(java.command, [...smallJvm, '-cp', join(jars, '*'), 'kafka.tools.StorageTool', ...format], { signal });
}

export function kafkaPart({ java, jars }: KafkaInstallation, layout: KafkaPlace): Part {
  const archive = new ClassArchive(jars, java);
  const { authentication } = layout;
  // A broker asks no URL but those that its own process is told (CVE-2025-27817).
  const keys = authentication ? [`-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${authentication.keysUrl}`] : [];
  return {
    name: 'kafka',
    command: java.command,
    args: [...smallJvm, ...keys, archive.option(), '-cp', join(jars, '*'), 'kafka.Kafka', propertiesFile(layout)],
    env: { LC_ALL: 'C' },
    cwd: layout.folder,
    stopSignal: 'SIGTERM',
    graceMs: 20_000,
    ready: (signal) =>
      until({ what: 'Kafka', deadlineMs: 60_000, signal }, () => acceptsConnections(layout.ports.kafka)),
    ended: (how) => {
      archive.keep(how);
    },
  };
}

/** 16 random bytes in base64url; Kafka's own tools take a leading - for an option. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

/**
 * The JVM's class data archive (AppCDS): Kafka's classes, parsed. The first broker of a Java version writes it when it ends, and
 * every later one starts in less than half the time.
 */
class ClassArchive {
  private readonly file: string;
  private readonly draft: string;

  constructor(jars: string, java: Java) {
    this.file = `${jars}-java-${java.version}.jsa`;
    this.draft = `${this.file}.${process.pid}`;
  }

  option(): string {
    return existsSync(this.file) ? `-XX:SharedArchiveFile=${this.file}` : `-XX:ArchiveClassesAtExit=${this.draft}`;
  }

  /** 143 is a JVM's end after SIGTERM; one that was killed may have left half an archive. */
  keep(how: string): void {
    if (!existsSync(this.draft)) return;
    if (how === 'exit code 143') renameSync(this.draft, this.file);
    else rmSync(this.draft);
  }
}
