import { migrateDatabase } from '@downscope/postgres';
import { PostgresServer, tableDifferences, tableNamesIn } from '@downscope/postgres/testing';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { getTableName } from 'drizzle-orm';
import { idempotencyKeys } from '../src/idempotency-keys.table.ts';
import { idempotencyTables } from '../src/idempotency-tables.ts';

jest.setTimeout(120_000);

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await PostgresServer.start();
  await migrateDatabase(postgres.url, { idempotency: idempotencyTables });
});
afterAll(() => postgres.stop());

const tables = [idempotencyKeys];

it('every table that Drizzle is told of is as the migrations make it', async () => {
  expect(tables.map(getTableName).sort()).toEqual(tableNamesIn(new URL('../src/', import.meta.url)));
  expect(await tableDifferences(postgres.url, tables)).toEqual([]);
});
