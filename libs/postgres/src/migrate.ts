import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { fileURLToPath } from 'node:url';
import { DatabaseUnreachableError, waitForDatabase } from './wait-for-database.ts';

// Any constant: it separates migrations from other users of advisory locks in the same database.
const migrationLock = 4_171_203;

/** Folders of numbered SQL files, by the name of whom they belong to. Each keeps its own record of what was applied. */
export type Migrations = Readonly<Record<string, URL>>;

/**
 * The migrations alone, for a process that does nothing else: an init container. It waits for its database, and where none comes it
 * says so in one line and fails.
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
    if (!(error instanceof DatabaseUnreachableError)) throw error;
    say(error.message);
    process.exitCode = 1;
    return;
  }
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5_000 });
  try {
    await migrate(pool, migrations);
  } finally {
    await pool.end();
  }
}

/**
 * Applies the numbered SQL files that were not applied yet, each in a transaction.
 *
 * Replicas that start together take turns: the first migrates under an advisory lock, the others find nothing to do.
 */
export async function migrate(pool: pg.Pool, migrations: Migrations): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    for (const [owner, folder] of Object.entries(migrations)) {
      await runner({
        dbClient: client,
        dir: fileURLToPath(folder),
        direction: 'up',
        migrationsTable: `migrations_${owner}`,
        noLock: true,
        log: () => undefined,
      });
    }
  } finally {
    // Ends the session, and the lock with it, whatever state the connection is in.
    client.release(true);
  }
}
