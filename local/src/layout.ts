import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KafkaUser } from './broker/kafka-users.ts';
import type { Settings } from './settings.ts';
import { type DatabaseOwner, portsFrom, type Ports, type StackDescription, urlNames } from './stack.ts';

/** The checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

/** The longest path that every system takes for a Unix socket. */
const longestSocketPath = 100;

/** Where the parts of one stack are: their folders, ports and addresses. */
export interface Layout {
  readonly stack: string;
  readonly ports: Ports;
  readonly apiOrigin: string;
  readonly issuer: string;
  readonly folder: string;
  readonly logsFolder: string;
  readonly keysFolder: string;
  readonly publicKeysFolder: string;
  readonly processesFile: string;
  readonly stackFile: string;
  readonly controlSocket: string;
  readonly kafkaBrokers: string;
  readonly kafkaClient: string | undefined;
  /** Whether the broker is one of the parts, which asks for tokens, and no Kafka of one's own. */
  readonly hasBroker: boolean;
  readonly otherIssuers: string | undefined;
}

export function layoutOf({ stack, port, kafkaBrokers, kafkaClient, otherIssuers }: Settings): Layout {
  const ports = portsFrom(port);
  const folder = join(root, '.data', stack);
  return {
    stack,
    ports,
    apiOrigin: `http://api.${stack}.localhost:${ports.nginx}`,
    issuer: `http://id.${stack}.localhost:${ports.nginx}`,
    folder,
    logsFolder: join(folder, 'logs'),
    keysFolder: join(folder, 'keys'),
    publicKeysFolder: join(folder, 'keys/public'),
    processesFile: join(folder, 'processes.json'),
    stackFile: join(folder, 'stack.json'),
    controlSocket: socketIn(folder),
    kafkaBrokers: kafkaBrokers ?? `127.0.0.1:${ports.kafka}`,
    kafkaClient,
    hasBroker: kafkaBrokers === undefined,
    otherIssuers,
  };
}

export const localUrl = (port: number): string => `http://127.0.0.1:${port}`;

export interface Provided {
  readonly databases: Record<DatabaseOwner, string>;
  readonly kafkaOperator: KafkaUser | undefined;
}

export function describeStack(layout: Layout, { databases, kafkaOperator }: Provided): StackDescription {
  const { ports } = layout;
  return {
    name: layout.stack,
    apiOrigin: layout.apiOrigin,
    issuer: layout.issuer,
    journeyUrl: localUrl(ports.journey),
    urls: Object.fromEntries(
      urlNames.map((name) => [name, localUrl(ports[name === 'default-backend' ? 'defaultBackend' : name])]),
    ) as StackDescription['urls'],
    kafkaBrokers: layout.kafkaBrokers,
    ...(kafkaOperator && { kafkaOperator: { brokers: `127.0.0.1:${ports.kafkaOperator}`, ...kafkaOperator } }),
    databases,
    keysDir: layout.keysFolder,
    logsDir: layout.logsFolder,
    controlSocket: layout.controlSocket,
  };
}

function socketIn(folder: string): string {
  const path = join(folder, 'control.sock');
  if (path.length <= longestSocketPath) return path;
  return join(tmpdir(), `downscope-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`);
}
