import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Database, Transaction } from '../src/database.ts';
import { DatabaseError, DatabaseUnavailable } from '../src/errors/database-error.ts';
import { PostgresServer } from '../src/testing/postgres-server.ts';
import { aDatabase } from './a-database.ts';

const connections = 16;
let server: PostgresServer;
let database: Database;
let admin: pg.Client;

beforeAll(async () => {
  server = await PostgresServer.start();
  database = aDatabase(server.url, { max: connections, connectionTimeoutMillis: 2_000 });
  admin = new pg.Client({ connectionString: server.url, application_name: 'admin' });
  await admin.connect();
  await admin.query('CREATE TABLE entries (id int, half int, UNIQUE (id, half) DEFERRABLE INITIALLY DEFERRED)');
}, 60_000);
afterAll(async () => {
  await admin.end();
  await database.close();
  await server.stop();
});
beforeEach(() => admin.query('TRUNCATE entries'));

const add = (transaction: Transaction, id: number, half = 0): Promise<unknown> =>
  transaction.execute(sql`INSERT INTO entries VALUES (${id}, ${half})`);
const end = (transaction: Transaction): Promise<unknown> =>
  transaction.execute(sql`SELECT pg_terminate_backend(pg_backend_pid())`);
const entries = async (): Promise<number> => (await admin.query('SELECT FROM entries')).rowCount ?? NaN;

/** All connections at once: each takes its time, so that none of them is used twice. */
async function expectAllConnections(): Promise<void> {
  const taken = Array.from({ length: connections }, () =>
    database.transaction(async (transaction) => {
      await transaction.execute(sql`SELECT pg_sleep(0.2)`);
    }),
  );
  await Promise.all(taken);
  expect(database.pool.totalCount).toBe(connections);
  expect(database.pool.idleCount).toBe(connections);
}

describe('a transaction', () => {
  it('is all there when it resolves', async () => {
    const result = await database.transaction(async (transaction) => {
      await add(transaction, 1);
      await add(transaction, 2);
      return 'done';
    });
    expect(result).toBe('done');
    expect(await entries()).toBe(2);
  });

  it('is not there at all when its work rejects, with the very error of the work', async () => {
    const mine = new RangeError('of the work');
    const failing = database.transaction(async (transaction) => {
      await add(transaction, 1);
      throw mine;
    });
    await expect(failing).rejects.toBe(mine);
    expect(await entries()).toBe(0);
    await expectAllConnections();
  });

  it('keeps the first error where ROLLBACK fails too, and gives the connection away', async () => {
    const mine = new RangeError('the first');
    const failing = database.transaction(async (transaction) => {
      await end(transaction).catch(() => undefined);
      throw mine;
    });
    await expect(failing).rejects.toBe(mine);
    await expectAllConnections();
  });

  it('tells that it is not kept where a statement failed and its work went on', async () => {
    const failing = database.transaction(async (transaction) => {
      await add(transaction, 1);
      await transaction.execute(sql`SELECT 1 / 0`).catch(() => undefined);
    });
    await expect(failing).rejects.toMatchObject({ sqlState: '25P02', kind: 'permanent' });
    expect(await entries()).toBe(0);
    await expectAllConnections();
  });

  it('uses a connection on whose COMMIT was refused', async () => {
    const failing = database.transaction(async (transaction) => {
      await add(transaction, 1);
      await add(transaction, 1);
    });
    await expect(failing).rejects.toMatchObject({ sqlState: '23505', kind: 'constraint' });
    expect(await entries()).toBe(0);
    await expectAllConnections();
  });

  it('keeps what an inner one leaves when that fails, and its first error', async () => {
    await database.transaction(async (transaction) => {
      await add(transaction, 1);
      const inner = transaction.transaction(async (savepoint) => {
        await add(savepoint, 2);
        await savepoint.execute(sql`SELECT 1 / 0`);
      });
      await expect(inner).rejects.toMatchObject({ sqlState: '22012' });
      await transaction.transaction((savepoint) => add(savepoint, 3));
    });
    expect((await admin.query('SELECT id FROM entries ORDER BY id')).rows).toEqual([{ id: 1 }, { id: 3 }]);
  });

  it('keeps the first error of an inner one where its savepoint is lost', async () => {
    const mine = new RangeError('inner');
    const failing = database.transaction((transaction) =>
      transaction.transaction(async (savepoint) => {
        await end(savepoint).catch(() => undefined);
        throw mine;
      }),
    );
    await expect(failing).rejects.toBe(mine);
  });

  it('can be of another isolation', async () => {
    const isolation = await database.drizzle.transaction(
      (transaction) => transaction.execute(sql`SHOW transaction_isolation`),
      { isolationLevel: 'serializable' },
    );
    expect(isolation.rows).toEqual([{ transaction_isolation: 'serializable' }]);
  });
});

describe('under load, with backends ended at random', () => {
  const callers = 8;
  const backendsToEnd = 200;

  it('keeps what it said that it kept, and can open all of its connections afterwards', async () => {
    let ending = true;
    let next = 0;
    const kept: number[] = [];
    const unsure: number[] = [];
    const failures: unknown[] = [];
    const calls = Array.from({ length: callers }, async () => {
      while (ending) {
        const id = (next += 1);
        const halves = async (transaction: Transaction): Promise<void> => {
          await add(transaction, id, 0);
          await add(transaction, id, 1);
        };
        await database.transaction(halves).then(
          () => kept.push(id),
          (error: unknown) => {
            failures.push(error);
            unsure.push(id);
          },
        );
      }
    });

    let ended = 0;
    while (ended < backendsToEnd) {
      const { rows } = await admin.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> 'admin'`,
      );
      const victim = rows[randomInt(Math.max(rows.length, 1))];
      if (victim) ended += (await admin.query('SELECT pg_terminate_backend($1)', [victim.pid])).rowCount ?? 0;
      await pause(randomInt(8));
    }
    ending = false;
    await Promise.all(calls);

    await expectAllConnections();
    expect(failures.length).toBeGreaterThan(50);
    expect(failures.filter((error) => !(error instanceof DatabaseUnavailable))).toEqual([]);
    const { rows } = await admin.query<{ id: number; halves: number }>(
      'SELECT id, count(*)::int AS halves FROM entries GROUP BY id',
    );
    expect(rows.filter(({ halves }) => halves !== 2)).toEqual([]);
    const there = new Set(rows.map(({ id }) => id));
    expect(kept.filter((id) => !there.has(id))).toEqual([]);
    expect([...there].filter((id) => !kept.includes(id) && !unsure.includes(id))).toEqual([]);
  }, 60_000);

  it('fails with errors that say nothing but that', async () => {
    const error: unknown = await database.transaction(end).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({ kind: 'passing' });
  });
});
