import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import type { Database } from '../src/database.ts';
import { DatabaseUnavailable } from '../src/errors/database-error.ts';
import { PostgresServer } from '../src/testing/postgres-server.ts';
import { aDatabase } from './a-database.ts';

let server: PostgresServer;
let database: Database | undefined;
beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);
afterAll(() => server.stop());
afterEach(async () => {
  await database?.close();
  database = undefined;
});

const one = sql`SELECT 1`;

async function expectUnavailable(reason: RegExp, options: pg.PoolConfig = {}, url = server.url): Promise<void> {
  database = aDatabase(url, options);
  const { drizzle } = database;
  for (const failing of [
    () => drizzle.execute(one),
    () => drizzle.transaction((transaction) => transaction.execute(one)),
  ]) {
    const error: unknown = await failing().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect((error as DatabaseUnavailable).reason).toMatch(reason);
  }
}

/** What takes connections, and does with them as it is told. */
async function listening(
  onConnection: (socket: Socket) => void,
): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const sockets = new Set<Socket>();
  const listener: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const stop = (): Promise<unknown> => {
    for (const socket of sockets) socket.destroy();
    return once(listener.close(), 'close');
  };
  return { url: `postgres://a@localhost:${String((listener.address() as AddressInfo).port)}/a`, stop };
}

describe('a database that cannot be asked', () => {
  it('has nobody who listens, at any address of its host', async () => {
    const { url, stop } = await listening(() => undefined);
    await stop();
    await expectUnavailable(/^ECONNREFUSED$/, {}, url);
  });

  it('has a host that nobody knows', async () => {
    await expectUnavailable(/^(ENOTFOUND|EAI_AGAIN)$/, {}, 'postgres://a@nowhere.invalid/a');
  });

  it('has no socket', async () => {
    await expectUnavailable(/^ENOENT$/, {}, 'socket://a@/nowhere?db=a');
  });

  it('hangs up', async () => {
    const { url, stop } = await listening((socket) => socket.end());
    await expectUnavailable(/^(the connection was lost|ECONNRESET|EPIPE)$/, {}, url);
    await stop();
  });

  it('takes the connection and stays silent', async () => {
    const { url, stop } = await listening(() => undefined);
    await expectUnavailable(/^the server did not take the connection in time$/, { connectionTimeoutMillis: 200 }, url);
    await stop();
  });

  it('does not answer a statement', async () => {
    const silence = sql`SELECT pg_sleep(20)`;
    database = aDatabase(server.url, { query_timeout: 200 });
    const { drizzle, pool } = database;
    for (const failing of [
      () => drizzle.execute(silence),
      () => drizzle.transaction((transaction) => transaction.execute(silence)),
    ]) {
      const error: unknown = await failing().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind: 'passing', reason: 'the server did not answer in time' });
      // The connection is given away: its late answer would be taken for that to the next statement.
      expect(pool.totalCount).toBe(0);
    }
  });

  it('has no connection free', async () => {
    const held = new pg.Client({ connectionString: server.url });
    await held.connect();
    await held.query('SELECT 1');
    database = aDatabase(server.url, { max: 1, connectionTimeoutMillis: 200 });
    await database.transaction(async (transaction) => {
      await transaction.execute(one);
      const outside = database?.drizzle.execute(one);
      await expect(outside).rejects.toMatchObject({ kind: 'passing', reason: 'no connection was free in time' });
    });
    await held.end();
  });

  it('does not know the role', async () => {
    await expectUnavailable(/^28000 /, {}, server.url.replace('postgres@', 'stranger@'));
  });

  it('is not there', async () => {
    await expectUnavailable(/^3D000 /, {}, server.url.replace('/postgres?', '/nowhere?'));
  });

  it('has no connection left', async () => {
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query('CREATE ROLE crowded LOGIN CONNECTION LIMIT 0');
    await admin.end();
    await expectUnavailable(/^53300 /, {}, server.url.replace('postgres@', 'crowded@'));
  });

  it('is read-only', async () => {
    database = aDatabase(server.url, { options: '-c default_transaction_read_only=on' });
    const failing = database.drizzle.execute(sql`CREATE TABLE t (a int)`);
    await expect(failing).rejects.toMatchObject({ kind: 'passing', sqlState: '25006', status: 503 });
  });

  it('holds a transaction open for too long', async () => {
    database = aDatabase(server.url, { idle_in_transaction_session_timeout: 100 });
    const failing = database.transaction(async (transaction) => {
      await transaction.execute(one);
      await new Promise((resolve) => setTimeout(resolve, 400));
      await transaction.execute(one);
    });
    await expect(failing).rejects.toBeInstanceOf(DatabaseUnavailable);
  });

  it('is closed', async () => {
    const closed = aDatabase(server.url);
    await closed.close();
    await expect(closed.drizzle.execute(one)).rejects.toMatchObject({ reason: 'the pool is closed' });
  });

  it('is shutting down', async () => {
    const other = await PostgresServer.start();
    const holding = new pg.Client({ connectionString: other.url });
    await holding.connect();
    other.shutDownOnceUnused();
    await expectUnavailable(/^57P03 /, {}, other.url);
    await holding.end();
    await other.stop();
  }, 30_000);
});
