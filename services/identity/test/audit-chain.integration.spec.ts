import './settings.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { AuditSealer } from '../src/audit/audit-sealer.ts';
import { audit, auditRow } from '../src/audit/audit.ts';
import { type Verification, verifyAudit } from '../src/audit/verify-audit.ts';
import { KeyRing } from '../src/keys/key-ring.ts';
import { IdentityDatabase } from './identity-database.ts';
import { newKeys } from './key-ring.ts';
import { until } from './until.ts';

jest.setTimeout(240_000);

const allButIntervals = ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask', 'Date', 'performance'] as const;

let server: IdentityDatabase;
let service: Database;
let owner: Database;
let keyRing: KeyRing;
let sealer: AuditSealer;
beforeAll(async () => {
  server = await IdentityDatabase.start();
  service = server.connect();
  owner = server.connectAsOwner();
  keyRing = new KeyRing(await newKeys());
});
afterAll(() => server.stop());

const tampering = (statement: string): Promise<unknown> =>
  owner.transaction(async (tx) => {
    for (const table of ['audit', 'audit_seals'])
      await tx.execute(sql.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`));
    await tx.execute(sql.raw(statement));
    for (const table of ['audit', 'audit_seals']) await tx.execute(sql.raw(`ALTER TABLE ${table} ENABLE TRIGGER USER`));
  });

const write = async (...subjects: string[]): Promise<void> => {
  await service.drizzle
    .insert(audit)
    .values(subjects.map((subject) => auditRow({ event: 'login.succeeded', subject })));
};
const verify = (head?: string): Promise<Verification> =>
  verifyAudit(service, (kid) => keyRing.secretKeys('audit').find((key) => key.kid === kid)?.secret, head);
const faults = async (): Promise<readonly string[]> => (await verify()).faults;
const counted = async (what: string): Promise<number> => {
  const { rows } = await owner.drizzle.execute<{ count: number }>(
    sql.raw(`SELECT count(*)::int AS count FROM ${what}`),
  );
  return rows[0]?.count ?? 0;
};

beforeEach(async () => {
  await tampering('TRUNCATE audit, audit_seals RESTART IDENTITY');
  sealer = new AuditSealer(service, keyRing);
  for (const turn of [0, 1, 2]) {
    await write(`a${turn}`, `b${turn}`, `c${turn}`);
    await sealer.sealAll();
  }
});
afterEach(() => sealer.onApplicationShutdown());

describe('an audit that nobody has touched', () => {
  it('is as it was sealed', async () => {
    expect(await verify()).toMatchObject({ faults: [], expired: [], rows: 9 });
    expect(await counted('audit_seals')).toBe(3);
  });

  it('is sealed as it comes, by one of several replicas at a time', async () => {
    const replicas = [sealer, ...[1, 2].map(() => new AuditSealer(server.connect(), keyRing))];
    for (const replica of replicas) replica.onApplicationBootstrap();
    for (let turn = 0; turn < 40; turn += 1) await write(`d${turn}`);
    const sealed = () => counted('(SELECT unnest(ids) FROM audit_seals) AS s');
    await until('all rows are sealed', async () => (await sealed()) >= 49);
    for (const replica of replicas) await replica.onApplicationShutdown();
    expect(await sealed()).toBe(49);
    expect(await counted('audit_seals')).toBeGreaterThan(3);
    expect(await faults()).toEqual([]);
  });

  it('is looked through within each second', async () => {
    jest.useFakeTimers({ doNotFake: [...allButIntervals] });
    sealer.onApplicationBootstrap();
    await write('d');
    jest.advanceTimersByTime(1_000);
    jest.useRealTimers();
    await until('the row is sealed', async () => (await counted('audit_seals')) === 4);
    expect(await counted('(SELECT unnest(ids) FROM audit_seals) AS s')).toBe(10);
  });

  it('has the rows of a transaction that took its time', async () => {
    await service.transaction(async (tx) => {
      await tx.insert(audit).values(auditRow({ event: 'login.succeeded', subject: 'late' }));
      await write('early');
      await sealer.sealAll();
      expect(await counted(`audit WHERE subject = 'early'`)).toBe(1);
    });
    expect(await faults()).toEqual([]);
    await sealer.sealAll();
    expect(await counted('(SELECT unnest(ids) FROM audit_seals) AS s')).toBe(11);
    expect(await faults()).toEqual([]);
  });

  it('is sealed on after a transaction that came to nothing', async () => {
    const fails = service.transaction(async (tx) => {
      await tx.insert(audit).values(auditRow({ event: 'login.succeeded' }));
      throw new Error('on purpose');
    });
    await expect(fails).rejects.toThrow('on purpose');
    await write('next');
    await sealer.sealAll();
    expect(await verify()).toMatchObject({ faults: [], rows: 10 });
  });

  it('is sealed with the next key after a rotation, and verified with both', async () => {
    const before = keyRing.secretKeys('audit');
    keyRing.replace([...before, ...(await newKeys(1000))]);
    await write('next');
    await sealer.sealAll();
    expect(await counted('(SELECT DISTINCT kid FROM audit_seals) AS kids')).toBe(2);
    expect(await faults()).toEqual([]);
  });
});

describe('whoever owns the tables, and has no key, is found out:', () => {
  it.each([
    ['a row changed', `UPDATE audit SET subject = 'x' WHERE id = 5`, ['row 5: changed']],
    ['a row deleted', 'DELETE FROM audit WHERE id = 5', ['row 5: removed']],
    [
      'two rows exchanged',
      `WITH gone AS (DELETE FROM audit WHERE id IN (6, 7) RETURNING *) INSERT INTO audit (id, at, event, subject)
        OVERRIDING SYSTEM VALUE SELECT 13 - id, at, event, subject FROM gone`,
      ['row 6: changed', 'row 7: changed'],
    ],
    ['its time changed', `UPDATE audit SET at = at + interval '1 second' WHERE id = 9`, ['row 9: changed']],
    [
      'a row inserted in the place of another',
      `DELETE FROM audit WHERE id = 2; INSERT INTO audit (id, event) OVERRIDING SYSTEM VALUE VALUES (2, 'login.failed')`,
      ['row 2: changed'],
    ],
    [
      'a row inserted beside another',
      `INSERT INTO audit (id, at, event) OVERRIDING SYSTEM VALUE VALUES (2, now() + interval '1 second', 'login.failed')`,
      ['row 2: there is another of that id'],
    ],
    [
      'a row inserted where there was none',
      `INSERT INTO audit (id, event) OVERRIDING SYSTEM VALUE VALUES (0, 'login.failed')`,
      ['row 0: inserted afterwards'],
    ],
    [
      'a row and its digest changed',
      `UPDATE audit SET subject = 'x' WHERE id = 5; UPDATE audit_seals SET digests = overlay(digests PLACING
        (SELECT sha256(convert_to(audit::text, 'UTF8')) FROM audit WHERE id = 5) FROM 33) WHERE number = 2`,
      ['seal 2 (rows 4 to 6): changed', 'row 5: changed'],
    ],
    [
      'two rows of a seal exchanged',
      `UPDATE audit_seals SET ids = '{5,4,6}', digests = substr(digests, 33, 32) || substr(digests, 1, 32) || substr(digests, 65)
        WHERE number = 2`,
      ['seal 2 (rows 5 to 6): changed'],
    ],
    [
      'rows removed with their seal',
      'DELETE FROM audit WHERE id BETWEEN 4 AND 6; DELETE FROM audit_seals WHERE number = 2',
      ['seal 3 (rows 7 to 9): what was sealed before is removed'],
    ],
    [
      'the seals after a removed one moved up',
      `DELETE FROM audit WHERE id BETWEEN 4 AND 6; DELETE FROM audit_seals WHERE number = 2;
        UPDATE audit_seals SET number = 2, previous = (SELECT mac FROM audit_seals WHERE number = 1) WHERE number = 3`,
      ['seal 2 (rows 7 to 9): changed'],
    ],
    [
      'the beginning removed',
      'DELETE FROM audit WHERE id <= 3; DELETE FROM audit_seals WHERE number = 1',
      ['seal 2 (rows 4 to 6): what was sealed before is removed'],
    ],
    [
      'a seal by a key of their own',
      `UPDATE audit_seals SET kid = 'theirs' WHERE number = 2`,
      ['seal 2 (rows 4 to 6): made with the key theirs, which is not there'],
    ],
  ])('%s', async (_, statement, expected) => {
    await tampering(statement);
    await sealer.sealAll();
    expect(await faults()).toEqual(expected);
  });

  it('the end removed, by whoever knows a later head', async () => {
    const { head } = await verify();
    await tampering('DELETE FROM audit WHERE id > 6; DELETE FROM audit_seals WHERE number = 3');
    expect(await faults()).toEqual([]);
    expect((await verify(head)).faults).toEqual([`seal ${String(head)}: removed, or changed`]);
  });

  it('rows that are never sealed', async () => {
    await tampering(`INSERT INTO audit (event, at) VALUES ('login.failed', now() - interval '2 minutes')`);
    expect(await faults()).toEqual(['row 10: not sealed; does identity run?']);
  });
});

describe('after months that were dropped', () => {
  const old = new Date(Date.now() - 450 * 24 * 3_600_000).toISOString().slice(0, 7);
  const moved = `
    SELECT make_audit_month(parent, '${old}-01') FROM unnest(ARRAY['audit', 'audit_seals']) AS parent;
    UPDATE audit SET at = '${old}-05' WHERE id <= 6`;

  /** As it would be had the first rows been written and sealed back then. */
  beforeEach(async () => {
    await tampering(`TRUNCATE audit_seals; ${moved}`);
    await new AuditSealer(service, keyRing).sealAll();
  });

  it('is as it was sealed, and says what went', async () => {
    expect(await verify()).toMatchObject({ faults: [], rows: 9 });
    await service.drizzle.execute(sql`SELECT keep_audit_months()`);
    await sealer.sealAll();
    const { faults, rows, expired } = await verify();
    expect(faults).toEqual([]);
    expect(rows).toBe(5);
    expect(expired).toEqual([
      expect.stringContaining(`rows of ${old}, kept for 400 days`),
      expect.stringContaining(`no seals of ${old}`),
    ]);
  });

  it('has no month that went without a word', async () => {
    await owner.drizzle.execute(sql.raw(`DROP TABLE audit_${old.replace('-', '_')}`));
    expect(await faults()).toEqual([1, 2, 3, 4, 5, 6].map((id) => `row ${id}: removed`));
  });

  it('begins with the seal that the drop of the ones before has named', async () => {
    const first = await counted(`audit_seals WHERE month < date_trunc('month', now())`);
    await owner.drizzle.execute(sql`SELECT keep_audit_months()`);
    await sealer.sealAll();
    const name = `audit_seals_${old.replace('-', '_')}`;
    await owner.drizzle.execute(sql`SELECT make_audit_month('audit_seals', ${`${old}-01`})`);
    await tampering(`INSERT INTO ${name} SELECT number, '${old}-05', month, ids, digests, last_id, gaps, previous, kid, mac
      FROM audit_seals WHERE number <= ${first}; DELETE FROM audit_seals WHERE number <= ${first} AND sealed_at > now() - interval '1 day'`);
    await service.drizzle.execute(sql`SELECT keep_audit_months()`);
    await sealer.sealAll();
    const { faults, expired } = await verify();
    expect(faults).toEqual([]);
    expect(expired.at(-1)).toContain(`seals up to ${first}, kept for 400 days`);
  });
});
