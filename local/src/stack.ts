import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { databaseOwners, entries, type ServiceName } from './service-list.ts';

export { databaseOwners, type DatabaseOwner } from './service-list.ts';

/** How many ports behind the first of a stack what is no service has its own. */
const otherPorts = {
  nginx: 0,
  postgres: 8,
  kafka: 9,
  kafkaController: 10,
  defaultBackend: 11,
  identityOperations: 12,
  kafkaOperator: 13,
} as const;

/** identity's listeners by what they are for, all else by its name. */
type ServicePort = Exclude<ServiceName, 'identity' | 'identity-public'> | 'identityInternal' | 'identityPublic';
export type PortName = keyof typeof otherPorts | ServicePort;
export type Ports = Readonly<Record<PortName, number>>;

export const portNameOf = (service: ServiceName): ServicePort => {
  if (service === 'identity') return 'identityInternal';
  return service === 'identity-public' ? 'identityPublic' : service;
};

const offsets: readonly (readonly [PortName, number])[] = [
  ...(Object.entries(otherPorts) as [PortName, number][]),
  ...entries.map(([name, { port }]) => [portNameOf(name), port] as const),
];

export const portCount = Math.max(...offsets.map(([, offset]) => offset)) + 1;

export const portsFrom = (base: number): Ports =>
  Object.fromEntries(offsets.map(([name, offset]) => [name, base + offset])) as Record<PortName, number>;

const url = z.url();
/** Whoever answers HTTP past the edge. */
type UrlName = ServicePort | 'identityOperations' | 'default-backend';
export const urlNames: readonly UrlName[] = [
  ...entries.map(([name]) => portNameOf(name)),
  'identityOperations',
  'default-backend',
];

/** `.data/{stack}/stack.json`: how the walkthrough and the tests find a running stack. */
const stackDescription = z.object({
  name: z.string(),
  apiOrigin: url,
  issuer: url,
  journeyUrl: url,
  /** Each service past the edge. */
  urls: z.record(z.enum(urlNames), url),
  /** host:port, several with commas between. */
  kafkaBrokers: z.string(),
  /** Where whoever looks after the broker comes in, who may do anything there. A Kafka of one's own has no such door. */
  kafkaOperator: z.object({ brokers: z.string(), username: z.string(), password: z.string() }).optional(),
  databases: z.record(z.enum(databaseOwners), url),
  /** Private JWKs of the service clients: {client}.jwk.json. */
  keysDir: z.string(),
  /** {part}.log */
  logsDir: z.string(),
  /** A Unix socket: POST /parts/{part}/stop, /start, /kill. */
  controlSocket: z.string(),
});

export type StackDescription = z.infer<typeof stackDescription>;

export const readStackFile = (file: string): StackDescription =>
  stackDescription.parse(JSON.parse(readFileSync(file, 'utf8')));
