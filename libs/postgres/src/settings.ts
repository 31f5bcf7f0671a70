import { z } from 'zod';

const milliseconds = (fallback: number): z.ZodType<number> =>
  z.coerce.number().int().min(1).max(600_000).default(fallback);

/** Variables that a service with a database has, to be read with its others. */
export const postgresSettings = {
  /** Connection string of the service's own database and role. */
  DATABASE_URL: z.url(),
  /** Of this process; PostgreSQL's `max_connections` counts those of all replicas. */
  DATABASE_MAX_CONNECTIONS: z.coerce.number().int().min(1).max(1_000).default(16),
  /** How long somebody waits for a connection, a free one or a new one. */
  DATABASE_CONNECT_TIMEOUT_MS: milliseconds(5_000),
  /** A statement that runs for longer is ended by PostgreSQL. */
  DATABASE_STATEMENT_TIMEOUT_MS: milliseconds(5_000),
  /** The part of that for which it waits for another's lock. */
  DATABASE_LOCK_TIMEOUT_MS: milliseconds(3_000),
  /** A transaction in which nothing is asked for longer is ended by PostgreSQL, so that a process that hangs holds no lock. */
  DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: milliseconds(10_000),
};

export type PostgresSettings = z.infer<z.ZodObject<typeof postgresSettings>>;

/** What PostgreSQL is told when a session begins, by its own names. */
export function limitsOf(
  settings: PostgresSettings,
): Record<'statement_timeout' | 'lock_timeout' | 'idle_in_transaction_session_timeout', number> {
  return {
    statement_timeout: settings.DATABASE_STATEMENT_TIMEOUT_MS,
    lock_timeout: settings.DATABASE_LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: settings.DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS,
  };
}
