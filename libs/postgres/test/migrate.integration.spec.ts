import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DatabaseError, DatabaseUnavailable } from '../src/errors/database-error.ts';
import { migrate } from '../src/migrate.ts';
import { PostgresServer } from '../src/testing/postgres-server.ts';

const good = new URL('migrations/good/', import.meta.url);
const bad = new URL('migrations/bad/', import.meta.url);
let server: PostgresServer;
let admin: pg.Client;

beforeAll(async () => {
  server = await PostgresServer.start();
  admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
}, 60_000);
afterAll(async () => {
  await admin.end();
  await server.stop();
});
beforeEach(() => admin.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public; ALTER ROLE postgres RESET ALL'));

const tables = async (): Promise<unknown[]> =>
  (await admin.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`)).rows
    .map(({ name }) => name)
    .sort();

describe('migrate', () => {
  it('applies each file once, and each folder keeps its own record', async () => {
    await migrate(server.url, { order: good });
    await migrate(server.url, { order: good });
    expect(await tables()).toEqual(['first', 'migrations_order']);
    expect((await admin.query('SELECT name FROM migrations_order')).rows).toEqual([{ name: '0001_first' }]);
  });

  it('lets replicas that start together take turns', async () => {
    await Promise.all(Array.from({ length: 6 }, () => migrate(server.url, { order: good })));
    expect((await admin.query('SELECT FROM migrations_order')).rowCount).toBe(1);
  }, 20_000);

  it('runs no file while somebody else holds the lock, whatever time limits the role has', async () => {
    await admin.query(`ALTER ROLE postgres SET lock_timeout = 100; ALTER ROLE postgres SET statement_timeout = 200`);
    await admin.query('BEGIN; SELECT pg_advisory_xact_lock(4171203)');
    const migrating = migrate(server.url, {});
    const first = await Promise.race([
      migrating.then(() => 'done'),
      new Promise((resolve) => setTimeout(resolve, 600, 'waits')),
    ]);
    expect(first).toBe('waits');
    await admin.query('COMMIT');
    await migrating;
  });

  it('ends with its lock: what is half done is rolled back', async () => {
    const migrating = migrate(server.url, { order: good });
    const outcome = migrating.catch((error: unknown) => error);
    await eventually(async () => {
      const { rowCount } = await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
         AND EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(0.3)%' AND pid <> pg_backend_pid())`,
      );
      return rowCount === 1;
    });
    expect(await outcome).toBeInstanceOf(DatabaseUnavailable);
    expect(await tables()).not.toContain('first');
  });

  it('says whose migrations fail, and why', async () => {
    const failing = migrate(server.url, { order: bad });
    await expect(failing).rejects.toBeInstanceOf(DatabaseError);
    await expect(failing).rejects.toMatchObject({ sqlState: '42P01', statement: 'migrations of order' });
    expect(await tables()).not.toContain('second');
  });

  it('says that there is no database', async () => {
    await expect(migrate('socket://a@/nowhere?db=a', {})).rejects.toBeInstanceOf(DatabaseUnavailable);
  });
});

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not happen in time');
  }
}
