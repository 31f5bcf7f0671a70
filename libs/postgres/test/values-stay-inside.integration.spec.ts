import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../src/database.ts';
import { DatabaseError, DatabaseUnavailable } from '../src/errors/database-error.ts';
import { PostgresServer } from '../src/testing/postgres-server.ts';
import { aDatabase } from './a-database.ts';
import { everythingOf } from './everything-of.ts';

const secret = 'a-password-typed-as-a-name';
const secretNumber = 4_711_081_511;

const spans = new InMemorySpanExporter();
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }));

let server: PostgresServer;
let database: Database;

beforeAll(async () => {
  server = await PostgresServer.start();
  database = aDatabase(server.url, { lock_timeout: 100 });
  await database.pool.query(`
    CREATE TABLE people (
      name text PRIMARY KEY, friend text REFERENCES people, short varchar(3), age int CHECK (age < 200), city text NOT NULL
    );
    INSERT INTO people (name, city) VALUES ('${secret}', 'Bremen');
    CREATE FUNCTION refuse(value text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not %', value; END $$;
  `);
}, 60_000);
afterAll(async () => {
  await database.close();
  await server.stop();
});

type Case = [what: string, statement: SQL, expected: Partial<DatabaseError>];
const refused = (sqlState: string, names: Partial<DatabaseError> = {}): Partial<DatabaseError> => ({
  code: 'database_statement_failed',
  kind: 'permanent',
  sqlState,
  ...names,
});
const ruled = (sqlState: string, names: Partial<DatabaseError>): Partial<DatabaseError> => ({
  code: 'database_constraint',
  kind: 'constraint',
  sqlState,
  ...names,
});
const passes = (sqlState: string): Partial<DatabaseError> => ({
  code: 'database_unavailable',
  kind: 'passing',
  sqlState,
});

const table = 'people';
const cases: Case[] = [
  ['a value of another type', sql`SELECT ${secret}::uuid`, refused('22P02')],
  ['a number out of range', sql`INSERT INTO people (age) VALUES (${secretNumber})`, refused('22003')],
  ['a text that is too long', sql`INSERT INTO people (short) VALUES (${secret})`, refused('22001')],
  ['U+0000 in a text', sql`INSERT INTO people (name) VALUES (${`\u0000${secret}`})`, refused('22021')],
  ['U+0000 in jsonb', sql`SELECT ${JSON.stringify({ [secret]: '\u0000' })}::jsonb`, refused('22P05')],
  ['JSON that is none', sql`SELECT ${secret}::jsonb`, refused('22P02')],
  ['a division by zero', sql`SELECT 1 / (length(${secret}) - length(${secret}))`, refused('22012')],
  [
    'a value that is there',
    sql`INSERT INTO people (name, city) VALUES (${secret}, 'Kiel')`,
    ruled('23505', { table, constraint: 'people_pkey' }),
  ],
  [
    'a reference to nothing',
    sql`INSERT INTO people (name, friend, city) VALUES ('a', ${secret + '!'}, 'Kiel')`,
    ruled('23503', { table, constraint: 'people_friend_fkey' }),
  ],
  [
    'a value that is missing',
    sql`INSERT INTO people (name) VALUES (${secret})`,
    ruled('23502', { table, column: 'city' }),
  ],
  [
    'a check',
    sql`INSERT INTO people (name, city, age) VALUES (${secret + '!'}, ${secret}, 201)`,
    ruled('23514', { table, constraint: 'people_age_check' }),
  ],
  ['a table that is missing', sql`SELECT ${secret} FROM strangers`, refused('42P01')],
  ['a function that raises what it was given', sql`SELECT refuse(${secret})`, refused('P0001')],
  [
    'a time limit',
    sql`SELECT pg_sleep(10), ${secret} FROM set_config('statement_timeout', '1', true)`,
    passes('57014'),
  ],
  [
    'an end by an administrator',
    sql`SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(5), ${secret}`,
    passes('57P01'),
  ],
];

async function errorOf(work: Promise<unknown>): Promise<DatabaseError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseError);
  return error as DatabaseError;
}

describe('a failing statement tells its SQLSTATE, and no value', () => {
  it.each(cases)(
    '%s, in a transaction',
    async (_, statement, expected) => {
      const error = await errorOf(
        database.transaction(async (transaction) => {
          await transaction.execute(sql`SET LOCAL statement_timeout = 1000`);
          await transaction.execute(statement);
        }),
      );
      expect(error).toMatchObject(expected);
      expect(error.statement).toBeDefined();
      expectNoValueIn(everythingOf(error));
    },
    20_000,
  );

  // A time limit that a statement sets is its transaction's, and counts for the next.
  it.each(cases.filter(([what]) => what !== 'a time limit'))('%s, alone', async (_, statement, expected) => {
    const error = await errorOf(database.drizzle.execute(statement));
    expect(error).toMatchObject(expected);
    expect(error.reason).toContain(expected.sqlState);
    expectNoValueIn(everythingOf(error));
  });

  it('a lock that another holds', async () => {
    await database.transaction(async (transaction) => {
      await transaction.execute(sql`SELECT FROM people FOR UPDATE`);
      const error = await errorOf(database.drizzle.execute(sql`DELETE FROM people WHERE name = ${secret}`));
      expect(error).toMatchObject(passes('55P03'));
      expectNoValueIn(everythingOf(error));
    });
  });

  it('a commit', async () => {
    const error = await errorOf(
      database.transaction(async (transaction) => {
        await transaction.execute(sql`CREATE TABLE later (name text UNIQUE DEFERRABLE INITIALLY DEFERRED)`);
        await transaction.execute(sql`INSERT INTO later SELECT ${secret}::text FROM generate_series(1, 2)`);
      }),
    );
    expect(error).toMatchObject({ sqlState: '23505', statement: 'commit' });
    expectNoValueIn(everythingOf(error));
  });

  it('a statement that is never written out, however long', async () => {
    const long = sql.join(
      Array.from({ length: 900 }, () => sql`SELECT ${secret}::uuid`),
      sql` UNION `,
    );
    const error = await errorOf(database.drizzle.execute(long));
    expect(error.statement).toHaveLength(1_000);
    expectNoValueIn(everythingOf(error));
  });

  it('an answer that cannot be read', async () => {
    const unreadable = sql`name`.mapWith((value: string) => {
      throw new RangeError(value);
    });
    const people = database.drizzle.select({ name: unreadable }).from(sql`people`);
    const error = await errorOf(people.execute());
    expect(error).toMatchObject({ kind: 'permanent', reason: 'RangeError', sqlState: undefined });
    expectNoValueIn(everythingOf(error));
  });

  it('finds a value where there is one', () => {
    const error = new Error('failed', { cause: Object.assign(new Error('inner'), { params: [secret] }) });
    expect(() => {
      expectNoValueIn(everythingOf(error));
    }).toThrow('not');
  });

  afterAll(() => {
    expectNoValueIn(
      JSON.stringify(spans.getFinishedSpans().map(({ name, attributes, events }) => [name, attributes, events])),
    );
  });
});

function expectNoValueIn(text: string): void {
  expect(text).not.toContain(secret);
  expect(text).not.toContain(String(secretNumber));
}

describe('DatabaseUnavailable', () => {
  it('is answered 503, in words that tell nothing of the database', async () => {
    const error = await errorOf(database.drizzle.execute(sql`SELECT pg_terminate_backend(pg_backend_pid())`));
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({ status: 503, headers: { 'retry-after': '2' }, retryable: true });
    expect(error.message).toBe('The database cannot be asked right now.');
  });

  it('is no other failure', async () => {
    const error = await errorOf(database.drizzle.execute(sql`SELECT 1 / 0`));
    expect(error).not.toBeInstanceOf(DatabaseUnavailable);
    expect(error.retryable).toBe(false);
    expect(error).not.toHaveProperty('status');
  });
});
