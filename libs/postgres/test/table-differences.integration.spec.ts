import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { bigint, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { PostgresServer } from '../src/testing/postgres-server.ts';
import { tableDifferences } from '../src/testing/table-differences.ts';

jest.setTimeout(120_000);

let server: PostgresServer;
let admin: pg.Client;
beforeAll(async () => {
  server = await PostgresServer.start();
  admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.stop();
});
beforeEach(() =>
  admin.query(`
    DROP TABLE IF EXISTS goods;
    CREATE TABLE goods (
      id uuid, name text NOT NULL, tags text[], count integer NOT NULL DEFAULT 0, position bigint GENERATED ALWAYS AS IDENTITY,
      at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (id, name))`),
);

const goods = pgTable(
  'goods',
  {
    id: uuid().notNull(),
    name: text().notNull(),
    tags: text().array(),
    count: integer().notNull(),
    position: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  ({ id, name }) => [primaryKey({ columns: [id, name] })],
);

const differences = (): Promise<string[]> => tableDifferences(server.url, [goods]);

describe("a table of Drizzle's", () => {
  it('may say what the database has', async () => {
    expect(await differences()).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['ALTER TABLE goods DROP COLUMN tags', ['goods.tags is not there']],
    ['ALTER TABLE goods ALTER COLUMN count TYPE bigint', ['goods.count is bigint, not integer']],
    ['ALTER TABLE goods ALTER COLUMN tags TYPE text', ['goods.tags is text, not text[]']],
    [
      'ALTER TABLE goods ALTER COLUMN at TYPE timestamp',
      ['goods.at is timestamp without time zone, not timestamp with time zone'],
    ],
    ['ALTER TABLE goods ALTER COLUMN tags SET NOT NULL', ['goods.tags is not null']],
    ['ALTER TABLE goods ALTER COLUMN count DROP NOT NULL', ['goods.count may be null']],
    ['ALTER TABLE goods ALTER COLUMN at DROP DEFAULT', ['goods.at has no default']],
    ['ALTER TABLE goods ALTER COLUMN position DROP IDENTITY', ['goods.position has no default']],
    ['ALTER TABLE goods ADD COLUMN more text NOT NULL', ['goods.more is asked for']],
    ['ALTER TABLE goods DROP CONSTRAINT goods_pkey, ADD PRIMARY KEY (id)', ['goods.name is not in the primary key']],
    [
      'ALTER TABLE goods DROP CONSTRAINT goods_pkey, ADD PRIMARY KEY (id, name, count)',
      ['goods.count is in the primary key'],
    ],
    ['DROP TABLE goods', ['id', 'name', 'tags', 'count', 'position', 'at'].map((name) => `goods.${name} is not there`)],
  ])('is told apart after %s', async (change, expected) => {
    await admin.query(change);
    expect(await differences()).toEqual(expected);
  });

  it('need not know what is there without it', async () => {
    await admin.query('ALTER TABLE goods ADD COLUMN note text, ADD COLUMN more integer NOT NULL DEFAULT 1');
    expect(await differences()).toEqual([]);
  });
});
