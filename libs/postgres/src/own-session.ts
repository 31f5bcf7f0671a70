import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { databaseErrorOf } from './errors/database-error-of.ts';
import { limitsOf, type PostgresSettings } from './settings.ts';

/** Between the service and PostgreSQL stands a pooler that gives a session's statements to whichever connection is free. */
export class SessionIsShared extends Error {
  readonly code = 'session_is_shared';
  override readonly name = 'SessionIsShared';

  /** @param because what was seen */
  constructor(because: string) {
    super(
      `DATABASE_URL leads to a pooler that keeps no session: ${because}. Time limits, prepared statements and LISTEN are a session's: ` +
        'DATABASE_URL must lead to PostgreSQL itself, or to a pooler in session mode',
    );
  }
}

// Where other clients of the pooler are busy, a round may happen to find the connection that it had.
const rounds = 20;
// Of a start, which a busy machine may make wait.
const answerTimeoutMs = 30_000;
/** What PgBouncer says of settings that it does not pass on, and of transactions; for whatever else, it has the same SQLSTATE. */
const notPassedOn = /unsupported startup parameter|statement pooling mode/;
const mark = 'downscope.session';

/**
 * A session leaves a mark in itself. Nobody else ever sees it, and it is there for as long as the session: in PostgreSQL. In a pooler
 * that shares, a transaction of somebody else's either meets the mark, or keeps the session from the connection that has it.
 *
 * @throws SessionIsShared, DatabaseError
 */
export async function expectOwnSession(settings: PostgresSettings): Promise<void> {
  const own = clientFor(settings);
  const other = clientFor(settings);
  try {
    await own.connect();
    await expectLimits(own, limitsOf(settings));
    await other.connect();
    const value = randomUUID();
    await own.query('SELECT set_config($1, $2, false)', [mark, value]);
    for (let round = 0; round < rounds; round += 1) {
      await other.query('BEGIN');
      if ((await markIn(other)) === value) throw new SessionIsShared('two of them are one');
      if ((await markIn(own)) !== value) throw new SessionIsShared('what was set in one is gone from it');
      await other.query('ROLLBACK');
    }
  } catch (error) {
    throw told(error);
  } finally {
    await Promise.all([own.end(), other.end()]);
  }
}

async function expectLimits(client: pg.Client, limits: Readonly<Record<string, number>>): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY($1)',
    [Object.keys(limits)],
  );
  for (const [name, limit] of Object.entries(limits)) {
    const setting = rows.find((row) => row.name === name)?.setting;
    if (setting === String(limit)) continue;
    throw new SessionIsShared(`${name} is ${String(setting)} ms in one that was to have ${limit}`);
  }
}

async function markIn(client: pg.Client): Promise<string | null | undefined> {
  const { rows } = await client.query<{ value: string | null }>('SELECT current_setting($1, true) AS value', [mark]);
  return rows[0]?.value;
}

function told(error: unknown): Error {
  if (error instanceof SessionIsShared) return error;
  const isRefusal = error instanceof pg.DatabaseError && notPassedOn.test(error.message);
  return isRefusal
    ? new SessionIsShared('it takes no settings, or no transactions')
    : databaseErrorOf(error, 'the look at sessions');
}

function clientFor(settings: PostgresSettings): pg.Client {
  const client = new pg.Client({
    connectionString: settings.DATABASE_URL,
    connectionTimeoutMillis: answerTimeoutMs,
    query_timeout: answerTimeoutMs,
    ...limitsOf(settings),
  });
  return client.on('error', () => undefined);
}
