import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { Sweep } from '../src/sweep/sweep.ts';
import { IdentityDatabase } from './identity-database.ts';

jest.setTimeout(240_000);

let server: IdentityDatabase;
let database: Database;
beforeAll(async () => {
  server = await IdentityDatabase.start();
  database = server.connect();
  await database.drizzle.execute(sql`
    INSERT INTO accounts (id, username, password_hash, attributes) VALUES (${person}, 'alice', '', '{}')`);
});
afterAll(() => server.stop());

const person = '11111111-1111-4111-8111-111111111111';

/** A row of each table whose rows expire, by its name and the moment. */
const rows: Readonly<Record<string, (name: string, at: string) => string>> = {
  oidc_records: (name, at) =>
    `INSERT INTO oidc_records (id_hash, model, payload, expires_at) VALUES ('${name}', 'Session', '{}', ${at});
     INSERT INTO grant_claims (grant_id_hash, claims) VALUES ('${name}', '{}')`,
  login_attempts: (name, at) =>
    `INSERT INTO login_attempts (key, failures, next_at, expires_at) VALUES ('${name}', 1, now(), ${at})`,
  known_browsers: (name, at) =>
    `INSERT INTO known_browsers (browser_hash, account_id, expires_at) VALUES ('${name}', '${person}', ${at})`,
};

const countOf = async (table: string): Promise<number> =>
  (await database.drizzle.execute(sql.raw(`SELECT FROM ${table}`))).rows.length;

describe('the sweep', () => {
  it('knows every table whose rows expire', async () => {
    const { rows: expiring } = await server
      .connectAsOwner()
      .drizzle.execute<{ name: string }>(
        sql`SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'expires_at' AND table_schema = 'public'`,
      );
    expect(expiring.map(({ name }) => name).sort()).toEqual(Object.keys(rows).sort());
  });

  it.each(Object.entries(rows))('removes what has expired from %s, and nothing else', async (table, insert) => {
    await database.drizzle.execute(sql.raw(insert('expired', `now() - interval '1 second'`)));
    await database.drizzle.execute(sql.raw(insert('lives', `now() + interval '1 hour'`)));
    await new Sweep(database).run();
    expect(await countOf(table)).toBe(1);
  });

  it('leaves no claims of a grant that is gone', async () => {
    expect(await countOf('grant_claims')).toBe(1);
  });

  it('waits for nobody who holds a row, and takes it the next time', async () => {
    for (const name of ['held', 'free'])
      await database.drizzle.execute(sql.raw(rows['login_attempts']?.(name, `now() - interval '1 second'`) ?? ''));
    await server.connect().drizzle.transaction(async (tx) => {
      await tx.execute(sql`SELECT FROM login_attempts WHERE key = 'held' FOR UPDATE`);
      await new Sweep(database).run();
      expect(await countOf('login_attempts')).toBe(2);
    });
    await new Sweep(database).run();
    expect(await countOf('login_attempts')).toBe(1);
  });

  it('goes on with the others where one table cannot be swept', async () => {
    const owner = server.connectAsOwner();
    await database.drizzle.execute(sql.raw(rows['login_attempts']?.('expired', 'now()') ?? ''));
    await owner.drizzle.execute(sql`ALTER TABLE oidc_records RENAME TO elsewhere`);
    await new Sweep(database).run();
    await owner.drizzle.execute(sql`ALTER TABLE elsewhere RENAME TO oidc_records`);
    expect(await countOf('login_attempts')).toBe(1);
  });
});
