import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { dirname } from 'node:path';
import pg from 'pg';
import { Database } from '../src/database.ts';
import { expectOwnSession, SessionIsShared } from '../src/own-session.ts';
import { PostgresModule } from '../src/postgres.module.ts';
import { PostgresServer } from '../src/testing/postgres-server.ts';
import { settingsFor } from '../src/testing/settings-for.ts';
import { Pooler } from './pooler.ts';

jest.setTimeout(120_000);

let server: PostgresServer;
let admin: pg.Client;
const closing: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  server = await PostgresServer.start();
  admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
});
afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.stop();
  await admin.query('ALTER ROLE postgres RESET ALL');
});
afterAll(async () => {
  await admin.end();
  await server.stop();
});

const limits = { statement_timeout: '5s', lock_timeout: '3s', idle_in_transaction_session_timeout: '10s' };
// Without, PgBouncer refuses a client that has any.
const ignored = { ignore_startup_parameters: Object.keys(limits).join(',') };

/** As somebody sets a role up whose sessions come through a pooler. */
async function limitTheRole(): Promise<void> {
  for (const [name, limit] of Object.entries(limits)) await admin.query(`ALTER ROLE postgres SET ${name} = '${limit}'`);
}

async function poolerWith(settings: Readonly<Record<string, string | number>>): Promise<string> {
  const pooler = await Pooler.before(dirname(server.socketPath), settings);
  closing.push(pooler);
  return pooler.url;
}

/** A service, as far as it has come before it serves. */
async function start(url: string): Promise<Database> {
  const postgres = PostgresModule.forRoot({ settings: settingsFor(url), migrations: {} });
  const service = await NestFactory.createApplicationContext(postgres, { logger: false, abortOnError: false });
  closing.push({ stop: () => service.close() });
  return service.get(Database);
}

/** Others of the same pool, who are never done. */
function busyClients(url: string, count: number): void {
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: url }));
  let isOver = false;
  const working = clients.map(async (client) => {
    await client.connect();
    while (!isOver) await client.query('BEGIN; SELECT pg_sleep(random() / 200); COMMIT');
    await client.end();
  });
  closing.push({
    stop: async () => {
      isOver = true;
      await Promise.all(working);
    },
  });
}

describe('a service behind a pooler', () => {
  it.each<[string, Record<string, string | number>, RegExp]>([
    ['transactions', { pool_mode: 'transaction', ...ignored }, /two of them are one/],
    ['transactions, on one connection', { pool_mode: 'transaction', default_pool_size: 1, ...ignored }, /are one/],
    [
      'transactions, in turn, after which it cleans up',
      { pool_mode: 'transaction', server_round_robin: 1, server_reset_query_always: 1, ...ignored },
      /gone from it/,
    ],
    ['statements', { pool_mode: 'statement', ...ignored }, /no transactions/],
    ['sessions, and no settings', { pool_mode: 'session' }, /takes no settings/],
  ])('of %s does not start, and says why and which variable', async (_, settings, why) => {
    await limitTheRole();
    const starting = start(await poolerWith(settings));
    await expect(starting).rejects.toBeInstanceOf(SessionIsShared);
    await expect(starting).rejects.toThrow(/^DATABASE_URL /);
    await expect(starting).rejects.toThrow(why);
  });

  it.each([0, 1])(
    'does not start while others use it either, in turn or not (%s)',
    async (server_round_robin) => {
      await limitTheRole();
      const url = await poolerWith({ pool_mode: 'transaction', default_pool_size: 12, server_round_robin, ...ignored });
      busyClients(url, 8);
      for (let attempt = 0; attempt < 10; attempt += 1) {
        await expect(expectOwnSession(settingsFor(url))).rejects.toBeInstanceOf(SessionIsShared);
      }
    },
    60_000,
  );

  it('of sessions does not start where its time limits would be nobody’s', async () => {
    const starting = start(await poolerWith({ pool_mode: 'session', ...ignored }));
    await expect(starting).rejects.toThrow(/statement_timeout is 0 ms in one that was to have 5000/);
  });

  it('of sessions starts where its role has the limits, and its sessions are its own', async () => {
    await limitTheRole();
    const { pool } = await start(await poolerWith({ pool_mode: 'session', ...ignored }));
    const client = await pool.connect();
    const heard = new Promise<string | undefined>((resolve) => {
      client.on('notification', ({ payload }) => {
        resolve(payload);
      });
    });
    await client.query('LISTEN here');
    await client.query({ name: 'one', text: 'SELECT 1' });
    await pool.query(`NOTIFY here, 'said'`);
    await client.query({ name: 'one', text: 'SELECT 1' });
    expect(await heard).toBe('said');
    client.release();
  });
});

describe('a service at PostgreSQL itself', () => {
  it('starts, however many do at once, and whoever else is busy', async () => {
    busyClients(server.url, 8);
    const settings = settingsFor(server.url);
    await Promise.all(Array.from({ length: 12 }, () => expectOwnSession(settings)));
    await expect(start(server.url)).resolves.toBeInstanceOf(Database);
  });

  it('starts whatever limits its role has: those of its settings count', async () => {
    await admin.query('ALTER ROLE postgres SET statement_timeout = 1');
    await expect(start(server.url)).resolves.toBeInstanceOf(Database);
  });
});
