import { migrateDatabase } from '@downscope/postgres';
import { PostgresServer, tableDifferences, tableNamesIn } from '@downscope/postgres/testing';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { getTableName } from 'drizzle-orm';
import { migrations } from '../src/migrations.ts';
import { orders } from '../src/orders/orders.table.ts';

jest.setTimeout(120_000);

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await PostgresServer.start();
  await migrateDatabase(postgres.url, migrations);
});
afterAll(() => postgres.stop());

const tables = [orders];

it('every table that Drizzle is told of is as the migrations make it', async () => {
  expect(tables.map(getTableName).sort()).toEqual(tableNamesIn(new URL('../src/', import.meta.url)));
  expect(await tableDifferences(postgres.url, tables)).toEqual([]);
});
