import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { fileURLToPath } from 'node:url';
import { databaseErrorOf } from './errors/database-error-of.ts';
import { DatabaseUnreachableError, waitForDatabase } from './wait-for-database.ts';

// Any constant: it separates migrations from other users of advisory locks in the same database.
const migrationLock = 4_171_203;
// Of a start, which a busy machine may make wait.
const connectTimeoutMs = 30_000;

/** Folders of numbered SQL files, by the name of whom they belong to. Each keeps its own record of what was applied. */
export type Migrations = Readonly<Record<string, URL>>;

/**
 * The migrations alone, for a process that does nothing else: an init container. It waits for its database, and where none comes it
 * says so in one line and fails.
 *
 * @throws DatabaseError
 */
export async function migrateDatabase(
  url: string,
  migrations: Migrations,
  { deadlineMs = 60_000 } = {},
): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    await waitForDatabase(url, { deadlineMs, say });
  } catch (error) {
    if (!(error instanceof DatabaseUnreachableError)) throw databaseErrorOf(error);
    say(error.message);
    process.exitCode = 1;
    return;
  }
  await migrate(url, migrations);
}

/**
 * Applies the numbered SQL files that were not applied yet, those of a folder in one transaction.
 *
 * Replicas that start together take turns: the first migrates under an advisory lock, the others find nothing to do. The lock is that of
 * a transaction on a connection of its own, and not of a session: a pooler that gives each transaction another session (PgBouncer) would
 * leave a session's lock with a stranger, and the migrations without.
 *
 * @throws DatabaseError; the statement that it names is whose migrations they are
 */
export async function migrate(url: string, migrations: Migrations): Promise<void> {
  const lock = clientFor(url);
  const work = clientFor(url);
  // A lock that is lost is another's: what is half done is rolled back.
  lock.on('error', () => void work.end());
  let step = 'the lock for migrations';
  try {
    await lock.connect();
    await lock.query('BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0');
    await lock.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await lock.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await work.connect();
    for (const [owner, folder] of Object.entries(migrations)) {
      step = `migrations of ${owner}`;
      await apply(work, owner, folder);
    }
    step = 'the lock for migrations';
    await lock.query('COMMIT');
  } catch (error) {
    throw databaseErrorOf(error, step);
  } finally {
    await Promise.all([lock.end(), work.end()]);
  }
}

async function apply(dbClient: pg.Client, owner: string, folder: URL): Promise<void> {
  await runner({
    dbClient,
    dir: fileURLToPath(folder),
    direction: 'up',
    migrationsTable: `migrations_${owner}`,
    noLock: true,
    log: () => undefined,
  });
}

function clientFor(url: string): pg.Client {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs, keepAlive: true });
  return client.on('error', () => undefined);
}
