import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { auditEvents } from '../src/audit/audit-events.ts';
import { audit, auditRow } from '../src/audit/audit.ts';
import { Sweep } from '../src/sweep/sweep.ts';
import { IdentityDatabase } from './identity-database.ts';

jest.setTimeout(240_000);

let server: IdentityDatabase;
let service: Database;
let owner: Database;
beforeAll(async () => {
  server = await IdentityDatabase.start();
  service = server.connect();
  owner = server.connectAsOwner();
  await service.drizzle.insert(audit).values(auditRow({ event: 'login.succeeded' }));
});
afterAll(() => server.stop());

const tables = async (like: string): Promise<string[]> => {
  const { rows } = await owner.drizzle.execute<{ name: string }>(
    sql`SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname LIKE ${like} ORDER BY relname`,
  );
  return rows.map(({ name }) => name);
};
const monthFromNow = (months: number): string => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 7);
};
const tableOf = (parent: string, month: string): string => `${parent}_${month.replace('-', '_')}`;

describe('the events', () => {
  it('that the database takes are those that the code knows', async () => {
    const { rows } = await owner.drizzle.execute<{ definition: string }>(
      sql`SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'audit_event' AND conrelid = 'audit'::regclass`,
    );
    const taken = [...String(rows[0]?.definition).matchAll(/'([^']+)'/g)].map(([, event]) => event);
    expect(taken.sort()).toEqual([...auditEvents].sort());
  });

  it('are no others', async () => {
    const other = service.drizzle.execute(sql`INSERT INTO audit (event) VALUES ('function Object()')`);
    await expect(other).rejects.toMatchObject({ constraint: 'audit_event' });
  });
});

describe("the service's role", () => {
  const month = tableOf('audit', monthFromNow(0));

  it.each([
    `UPDATE audit SET event = 'login.failed'`,
    'DELETE FROM audit',
    'TRUNCATE audit',
    'DROP TABLE audit CASCADE',
    'ALTER TABLE audit DISABLE TRIGGER ALL',
    `ALTER TABLE audit DETACH PARTITION ${month}`,
    `UPDATE ${month} SET event = 'login.failed'`,
    `DELETE FROM ${month}`,
    `TRUNCATE ${month}`,
    `DROP TABLE ${month}`,
    `INSERT INTO ${month} (event) VALUES ('login.succeeded')`,
    `INSERT INTO audit (event, at) VALUES ('login.succeeded', now() - interval '1 hour')`,
    `INSERT INTO audit (event, id) OVERRIDING SYSTEM VALUE VALUES ('login.succeeded', 1)`,
    'UPDATE audit_seals SET number = number + 1',
    'DELETE FROM audit_seals',
    'TRUNCATE audit_seals',
    'UPDATE audit_retention SET days = 1',
    'DELETE FROM audit_retention',
    `SELECT make_audit_month('audit', '2020-01-01')`,
    `SELECT grant_to_service('identity')`,
    'CREATE TABLE another (a int)',
    'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    'DELETE FROM migrations_identity',
    'SET ROLE identity_owner',
  ])('may not: %s', async (statement) => {
    await expect(service.drizzle.execute(sql.raw(statement))).rejects.toMatchObject({ sqlState: '42501' });
  });

  // The triggers refuse a change by the same error: this tells what they are not needed for.
  it('is granted no right to a row of the audit but to read and to add it, and none to the months', async () => {
    const { rows } = await owner.drizzle.execute<{ name: string; rights: string }>(sql`
      SELECT relname AS name, concat_ws(' ',
        (SELECT string_agg(right_, ' ') FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS right_
         WHERE has_any_column_privilege('identity', pg_class.oid, right_)),
        (SELECT string_agg(right_, ' ') FROM unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER', 'MAINTAIN']) AS right_
         WHERE has_table_privilege('identity', pg_class.oid, right_))) AS rights
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname LIKE 'audit%'`);
    const rights = Object.fromEntries(rows.map(({ name, rights: granted }) => [name, granted]));
    const { audit: ofAudit, audit_seals: ofSeals, audit_retention: ofRetention, ...ofMonths } = rights;
    expect([ofAudit, ofSeals, ofRetention]).toEqual(['SELECT INSERT', 'SELECT INSERT', 'SELECT']);
    expect(new Set(Object.values(ofMonths))).toEqual(new Set(['']));
  });

  it('owns nothing, and is no member of a role that does', async () => {
    const { rows } = await owner.drizzle.execute(sql`
      SELECT DISTINCT rolname AS owner, pg_has_role('identity', relowner, 'MEMBER') AS "isMember"
      FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner WHERE relnamespace = 'public'::regnamespace`);
    expect(rows).toEqual([{ owner: 'identity_owner', isMember: false }]);
  });

  it('may read the audit, add to it, and have what is too old go', async () => {
    await service.drizzle.execute(sql`INSERT INTO audit (event) VALUES ('login.succeeded')`);
    await service.drizzle.execute(sql`SELECT keep_audit_months()`);
    const { rows } = await service.drizzle.execute(sql`SELECT event FROM audit`);
    expect(rows).toHaveLength(2);
  });

  it('may work with the rows of every other table', async () => {
    const { rows } = await owner.drizzle.execute<{ name: string }>(
      sql`SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relispartition
          AND relname NOT LIKE 'migrations%' AND relname NOT LIKE 'audit%'`,
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const { name } of rows) await service.drizzle.execute(sql.raw(`DELETE FROM ${name}`));
  });

  it('gets its rights from several that migrate at the same time', async () => {
    await expect(Promise.all([1, 2, 3, 4].map(() => server.migrate()))).resolves.toHaveLength(4);
  });

  it('is not the role that owns the tables', async () => {
    const itself = owner.drizzle.execute(sql`SELECT grant_to_service('identity_owner')`);
    await expect(itself).rejects.toMatchObject({ sqlState: '0L000' });
  });
});

it('whoever owns the tables does not change or delete a row by mistake either', async () => {
  for (const statement of [`UPDATE audit SET event = 'login.failed'`, 'DELETE FROM audit', 'TRUNCATE audit']) {
    await expect(owner.drizzle.execute(sql.raw(statement))).rejects.toMatchObject({ sqlState: '42501' });
  }
});

describe('the months of the audit', () => {
  it('are there before they come', async () => {
    await new Sweep(service).run();
    const months = [0, 1, 2].map(monthFromNow);
    expect(await tables('audit_2%')).toEqual(months.map((month) => tableOf('audit', month)));
    expect(await tables('audit_seals_2%')).toEqual(months.map((month) => tableOf('audit_seals', month)));
  });

  it('go with their rows when they are older than the retention, and leave a row that says so', async () => {
    const [old, kept] = [monthFromNow(-15), monthFromNow(-12)];
    for (const month of [old, kept]) {
      await owner.drizzle.execute(sql`SELECT make_audit_month('audit', ${`${month}-01`})`);
      await owner.drizzle.execute(
        sql`INSERT INTO audit (event, at) VALUES ('login.succeeded', ${`${month}-07T00:00:00Z`})`,
      );
    }
    await new Sweep(service).run();

    expect(await tables('audit_2%')).not.toContain(tableOf('audit', old));
    const { rows } = await service.drizzle.execute<{ month: string }>(
      sql`SELECT DISTINCT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM') AS month FROM audit ORDER BY 1`,
    );
    expect(rows.map(({ month }) => month)).toEqual([kept, monthFromNow(0)]);
    const { rows: said } = await service.drizzle.execute(sql`SELECT reason FROM audit WHERE event = 'audit.expired'`);
    expect(said).toEqual([{ reason: `rows of ${old}, kept for 400 days` }]);
  });

  it('are kept for as long as whoever migrates says', async () => {
    await server.migrate(100);
    expect(await tables('audit_2%')).not.toContain(tableOf('audit', monthFromNow(-12)));
  });
});
