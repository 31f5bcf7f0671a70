import { migrateDatabase } from '@downscope/postgres';
import { PostgresServer, tableDifferences, tableNamesIn } from '@downscope/postgres/testing';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { getTableName } from 'drizzle-orm';
import { inboxTable } from '../src/consuming/inbox.ts';
import { eventTables } from '../src/event-tables.ts';

jest.setTimeout(120_000);

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await PostgresServer.start();
  await migrateDatabase(postgres.url, { events: eventTables });
});
afterAll(() => postgres.stop());

const tables = [inboxTable];

it('every table that Drizzle is told of is as the migrations make it', async () => {
  expect(tables.map(getTableName).sort()).toEqual(tableNamesIn(new URL('../src/', import.meta.url)));
  expect(await tableDifferences(postgres.url, tables)).toEqual([]);
});
