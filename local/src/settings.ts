import { z } from 'zod';
import { cacheFolderOf } from './prerequisites/cache.ts';
import { portCount } from './stack.ts';

/** A setting that makes no sense. The message names each bad field, and repeats no value: one holds a password. */
export class SettingsError extends Error {
  readonly code = 'settings_invalid';
  override readonly name = 'SettingsError';
}

/** Above it, the system hands out ports of its own to whoever connects. */
const highestPort = 32_767;

const stackName = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/, 'expected a lower-case host label of up to 30 characters');
const brokers = z
  .string()
  .regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, 'expected host:port, or several with commas between');

const environment = z.object({
  DOWNSCOPE_STACK: stackName.default('downscope'),
  DOWNSCOPE_PORT: z.coerce
    .number('expected a number')
    .int('expected a whole number')
    .min(1024, 'expected at least 1024')
    .max(
      highestPort - portCount + 1,
      `expected at most ${highestPort - portCount + 1}: ${portCount} ports follow each other from it`,
    )
    .default(18_080),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'expected postgres://user:password@host:port/database' })
    .optional(),
  KAFKA_BROKERS: brokers.optional(),
  KAFKA_CLIENT: z.string().optional(),
  OTHER_ISSUERS: z.string().optional(),
  XDG_CACHE_HOME: z.string().startsWith('/', 'expected an absolute path').optional(),
});

export interface Settings {
  readonly stack: string;
  /** The first of the stack's ports. */
  readonly port: number;
  /** An administrator's URL of a PostgreSQL of one's own. */
  readonly databaseUrl: string | undefined;
  /** A Kafka of one's own. */
  readonly kafkaBrokers: string | undefined;
  /** The package by which services speak to Kafka; they say themselves which there are. */
  readonly kafkaClient: string | undefined;
  /** More issuers that the APIs trust; they say themselves how it is written. */
  readonly otherIssuers: string | undefined;
  /** Downloads, shared by all stacks and checkouts of this user. */
  readonly cacheFolder: string;
}

/** Reads the environment; an empty variable counts as absent. */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success)
    throw new SettingsError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  return {
    stack: result.data.DOWNSCOPE_STACK,
    port: result.data.DOWNSCOPE_PORT,
    databaseUrl: result.data.DATABASE_URL,
    kafkaBrokers: result.data.KAFKA_BROKERS,
    kafkaClient: result.data.KAFKA_CLIENT,
    otherIssuers: result.data.OTHER_ISSUERS,
    cacheFolder: cacheFolderOf(result.data),
  };
}
