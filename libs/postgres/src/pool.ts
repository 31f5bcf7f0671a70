import { Logger } from '@nestjs/common';
import pg from 'pg';
import { databaseErrorOf } from './errors/database-error-of.ts';
import { limitsOf, type PostgresSettings } from './settings.ts';

/** PostgreSQL itself ends a statement in time. Where that long after nothing came, nothing will: the connection is given up. */
const silenceAfterTimeoutMs = 1_000;
const keepAliveAfterMs = 5_000;

export function poolOf(settings: PostgresSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.DATABASE_URL,
    max: settings.DATABASE_MAX_CONNECTIONS,
    connectionTimeoutMillis: settings.DATABASE_CONNECT_TIMEOUT_MS,
    ...limitsOf(settings),
    // TCP's keepalive finds a peer that vanished from an idle connection; one that vanished under a statement, this does.
    query_timeout: settings.DATABASE_STATEMENT_TIMEOUT_MS + silenceAfterTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
  });
  // A connection can be lost at any time. Whoever uses it sees their query fail; an idle one is replaced at its next use.
  // Without listeners, either would end the process.
  pool.on('error', logLost);
  pool.on('connect', (client) => client.on('error', logLost));
  return pool;
}

function logLost(error: Error): void {
  new Logger('Postgres').warn(`A connection was lost: ${databaseErrorOf(error).reason}`);
}
