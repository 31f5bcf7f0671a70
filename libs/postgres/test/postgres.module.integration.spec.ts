import { failing } from '@downscope/health';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sql } from 'drizzle-orm';
import { Database } from '../src/database.ts';
import { DatabaseUnavailable } from '../src/errors/database-error.ts';
import { PostgresModule } from '../src/postgres.module.ts';
import type { PostgresSettings } from '../src/settings.ts';
import { PostgresServer } from '../src/testing/postgres-server.ts';
import { settingsFor } from '../src/testing/settings-for.ts';
import { SilentLine } from './silent-line.ts';

let server: PostgresServer;
let line: SilentLine;
let started: INestApplicationContext | undefined;

beforeAll(async () => {
  server = await PostgresServer.start();
  line = await SilentLine.to(server.socketPath);
}, 60_000);
afterAll(async () => {
  await line.close();
  await server.stop();
});
afterEach(async () => {
  await started?.close();
  started = undefined;
});

async function start(others: Partial<PostgresSettings> = {}, url = server.url): Promise<Database> {
  const postgres = PostgresModule.forRoot({ settings: settingsFor(url, others), migrations: {} });
  started = await NestFactory.createApplicationContext(postgres, { logger: false, abortOnError: false });
  return started.get(Database);
}

const setting = async ({ drizzle }: Database, name: string): Promise<unknown> => {
  const { rows } = await drizzle.execute(sql`SELECT current_setting(${name}) AS value`);
  return rows[0]?.['value'];
};

describe('PostgresModule', () => {
  it.each([
    ['statement_timeout', '5s', 'DATABASE_STATEMENT_TIMEOUT_MS', '1234ms'],
    ['lock_timeout', '3s', 'DATABASE_LOCK_TIMEOUT_MS', '1234ms'],
    ['idle_in_transaction_session_timeout', '10s', 'DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS', '1234ms'],
  ])('limits %s to %s, or to what %s says', async (name, limit, variable, other) => {
    expect(await setting(await start(), name)).toBe(limit);
    await started?.close();
    expect(await setting(await start({ [variable]: 1_234 }), name)).toBe(other);
  });

  it('opens as many connections as it may, and no more', async () => {
    const database = await start({ DATABASE_MAX_CONNECTIONS: 3, DATABASE_CONNECT_TIMEOUT_MS: 300 });
    const held = Array.from({ length: 3 }, () =>
      database.transaction((transaction) => transaction.execute(sql`SELECT pg_sleep(1)`)),
    );
    await expect(database.drizzle.execute(sql`SELECT 1`)).rejects.toMatchObject({
      reason: 'no connection was free in time',
    });
    await Promise.all(held);
  });

  it('finds a connection that fell silent within ten seconds, and needs no restart once it is mended', async () => {
    const database = await start({}, `postgres://postgres@127.0.0.1:${String(line.port)}/postgres`);
    await database.drizzle.execute(sql`SELECT 1`);
    line.fallsSilent();
    const since = Date.now();
    const outcomes = await Promise.allSettled([
      database.drizzle.execute(sql`SELECT 1`),
      database.transaction((transaction) => transaction.execute(sql`SELECT 1`)),
    ]);
    expect(Date.now() - since).toBeLessThan(10_000);
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: expect.any(DatabaseUnavailable) },
      { status: 'rejected', reason: expect.any(DatabaseUnavailable) },
    ]);
    expect(await failing('isReady')).toEqual(['database']);

    line.isMended();
    await database.drizzle.execute(sql`SELECT 1`);
    expect(await failing('isReady')).toEqual([]);
  }, 30_000);

  it('is not ready while PostgreSQL is out, but alive', async () => {
    await start();
    expect(await failing('isReady')).toEqual([]);
    await server.goesDown();
    expect(await failing('isReady')).toEqual(['database']);
    expect(await failing('isAlive')).toEqual([]);
    await server.comesBack();
    expect(await failing('isReady')).toEqual([]);
  }, 30_000);

  it('says nothing of the health of a process that it left', async () => {
    await start();
    await started?.close();
    started = undefined;
    expect(await failing('isReady')).toEqual([]);
  });
});
