import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Ports follow each other from one base, in this order. */
const portNames = [
  'nginx',
  'identityPublic',
  'identityInternal',
  'phantom-token',
  'order',
  'customer',
  'billing',
  'journey',
  'postgres',
  'kafka',
  'kafkaController',
  'defaultBackend',
  'identityOperations',
  'kafkaOperator',
] as const;

export type PortName = (typeof portNames)[number];
export type Ports = Readonly<Record<PortName, number>>;

export const portCount = portNames.length;

export const portsFrom = (base: number): Ports =>
  Object.fromEntries(portNames.map((name, index) => [name, base + index])) as Record<PortName, number>;

/** The services that own a database. */
export const databaseOwners = ['identity', 'order', 'customer', 'billing'] as const;
export type DatabaseOwner = (typeof databaseOwners)[number];

const url = z.url();
const urls = z.object({
  identityInternal: url,
  identityPublic: url,
  /** Health and metrics of the public listener. */
  identityOperations: url,
  'phantom-token': url,
  order: url,
  customer: url,
  billing: url,
  journey: url,
  'default-backend': url,
});

/** `.data/{stack}/stack.json`: how the walkthrough and the tests find a running stack. */
const stackDescription = z.object({
  name: z.string(),
  apiOrigin: url,
  issuer: url,
  journeyUrl: url,
  /** Each service past the edge. */
  urls,
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
