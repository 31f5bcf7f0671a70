import './settings.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { randomBytes, randomUUID } from 'node:crypto';
import { accounts } from '../src/accounts/accounts.table.ts';
import { AuditSealer } from '../src/audit/audit-sealer.ts';
import { audit, type AuditEntry, auditRow } from '../src/audit/audit.ts';
import { exportAudit, listAudit } from '../src/commands/audit.ts';
import { type Command, CommandRefused, FaultsFound } from '../src/commands/command.ts';
import { FileKeyEncryption } from '../src/keys/file-key-encryption.ts';
import { KeyRing } from '../src/keys/key-ring.ts';
import { KeyStore } from '../src/keys/key-store.ts';
import { keyPurposes } from '../src/keys/key.ts';
import { IdentityDatabase } from './identity-database.ts';

// On a busy machine the database takes as long as it takes.
jest.setTimeout(120_000);

const aheadSeconds = 900;
const times = { everyMs: 30 * 24 * 3_600_000, publishedAheadMs: aheadSeconds * 1000 };

let server: IdentityDatabase;
let database: Database;
let owner: Database;
let store: KeyStore;
let commands: { readonly listKeys: Command; readonly rotateKeys: Command; readonly verifyAuditCommand: Command };
beforeAll(async () => {
  const sealingKey = randomBytes(32).toString('base64url');
  Object.assign(process.env, { KEY_ENCRYPTION_KEY: sealingKey, KEY_PUBLISHED_AHEAD_SECONDS: String(aheadSeconds) });
  server = await IdentityDatabase.start();
  database = server.connect();
  owner = server.connectAsOwner();
  store = new KeyStore(database, FileKeyEncryption.of(sealingKey));
  commands = { ...(await import('../src/commands/keys.ts')), ...(await import('../src/commands/verify-audit.ts')) };
});
afterAll(() => server.stop());

async function linesOf(command: Command, ...args: string[]): Promise<string[]> {
  const lines = [];
  for await (const line of await command(database, args)) lines.push(line);
  return lines;
}

/** What the owner of the tables can do, and nobody else. */
const asOwner = (statement: string): Promise<unknown> =>
  owner.transaction(async (tx) => {
    for (const table of ['audit', 'audit_seals'])
      await tx.execute(sql.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`));
    await tx.execute(sql.raw(statement));
    for (const table of ['audit', 'audit_seals']) await tx.execute(sql.raw(`ALTER TABLE ${table} ENABLE TRIGGER USER`));
  });

describe('keys', () => {
  beforeEach(async () => {
    await database.drizzle.execute(sql`DELETE FROM keys`);
    await store.prepare(times);
  });

  it('list: each, and what it does', async () => {
    const kids = (await store.list()).map(({ kid }) => kid);
    const lines = await linesOf(commands.listKeys);

    expect(lines).toHaveLength(keyPurposes.length);
    for (const kid of kids) expect(lines).toContainEqual(expect.stringMatching(`${kid}  signs since `));
  });

  it('rotate: each purpose gets a next one, which signs when all have heard of it', async () => {
    const before = await store.list();
    const lines = await linesOf(commands.rotateKeys);

    const made = (await store.list()).filter(({ kid }) => !before.some((known) => known.kid === kid));
    expect(made.map(({ purpose }) => purpose).sort()).toEqual([...keyPurposes].sort());
    for (const { kid, activeFromMs, madeAtMs } of made) {
      expect(Math.round((activeFromMs - madeAtMs) / 1000)).toBeCloseTo(aheadSeconds, -1);
      expect(lines).toContainEqual(expect.stringMatching(`${kid}  is known, and signs from `));
    }
    expect(lines).toHaveLength(2 * keyPurposes.length);
  });

  it('list: one that another has followed still verifies', async () => {
    const [{ kid } = { kid: '' }] = await store.list();
    await linesOf(commands.rotateKeys);
    await database.drizzle.execute(
      sql`UPDATE keys SET active_from = active_from - make_interval(secs => ${2 * aheadSeconds})`,
    );

    expect(await linesOf(commands.listKeys)).toContainEqual(
      expect.stringMatching(`${kid}  signed from .*, and still verifies$`),
    );
  });
});

describe('audit', () => {
  const [alice, nobody] = [randomUUID(), randomUUID()];
  const entries: readonly AuditEntry[] = [
    { event: 'login.succeeded', subject: alice, clientId: 'walkthrough' },
    { event: 'login.failed', subject: alice, clientId: 'budget-planner', reason: 'wrong password' },
    { event: 'login.succeeded', subject: nobody, clientId: 'budget-planner' },
  ];

  beforeAll(async () => {
    await database.drizzle
      .insert(accounts)
      .values({ id: alice, username: 'alice', passwordHash: 'none', attributes: {} });
  });
  beforeEach(async () => {
    await asOwner('TRUNCATE audit, audit_seals RESTART IDENTITY');
    for (const entry of entries) await database.drizzle.insert(audit).values(auditRow(entry));
  });

  const idsIn = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as { id: number }).id);

  it('list: the newest, to be read, the oldest of them first', async () => {
    const lines = await linesOf(listAudit);

    expect(lines).toHaveLength(entries.length);
    expect(lines[1]).toMatch(new RegExp(`^\\d{4}-.*Z  login.failed +budget-planner  ${alice}  \\(wrong password\\)$`));
  });

  it('list: no more than a hundred', async () => {
    await database.drizzle
      .insert(audit)
      .values(Array.from({ length: 100 }, (_, turn) => auditRow({ event: 'code.issued', subject: `s${turn}` })));
    const lines = await linesOf(listAudit);

    expect(lines).toHaveLength(100);
    expect(lines.at(-1)).toContain('s99');
  });

  it('export: all, a line of JSON each, however many', async () => {
    await database.drizzle.execute(
      sql`INSERT INTO audit (event, subject) SELECT 'code.issued', n::text FROM generate_series(1, 2100) AS n`,
    );
    const ids = idsIn(await linesOf(exportAudit));

    expect(ids).toHaveLength(entries.length + 2100);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it.each([
    ['of a person by name', ['--person', 'alice'], [1, 2]],
    ['of a person whose account is gone, by id', ['--person', nobody.toUpperCase()], [3]],
    ['of a client', ['--client', 'budget-planner'], [2, 3]],
    ['of an event', ['--event', 'login.failed'], [2]],
    ['since a day', ['--since', '2026-01-01'], [1, 2, 3]],
    ['since a time to come', ['--since', '2999-01-01T00:00:00Z'], []],
    ['of all that is asked', ['--person', 'alice', '--client', 'budget-planner', '--event', 'login.succeeded'], []],
  ])('export: %s', async (_, args, ids) => {
    expect(idsIn(await linesOf(exportAudit, ...args))).toEqual(ids);
  });

  it.each([
    ['nobody', ['--person', 'zoe'], '--person zoe'],
    ['no event', ['--event', 'login.tried'], '--event login.tried'],
    ['no time', ['--since', 'yesterday'], '--since yesterday'],
    ['no option', ['--until', '2026-01-01'], '--until'],
  ])('export: refuses what is %s, and names it', async (_, args, named) => {
    await expect(linesOf(exportAudit, ...args)).rejects.toThrow(CommandRefused);
    await expect(linesOf(exportAudit, ...args)).rejects.toThrow(named);
  });

  describe('verify', () => {
    let ring: KeyRing;
    beforeAll(async () => {
      await store.prepare(times);
      ring = new KeyRing(await store.load());
    });
    beforeEach(() => new AuditSealer(database, ring).sealAll());

    it('says how many rows are as they were, and a head', async () => {
      const [said = ''] = await linesOf(commands.verifyAuditCommand);
      const [, head = ''] = /^3 rows are as they were sealed, head (\S+)$/.exec(said) ?? [];

      await expect(linesOf(commands.verifyAuditCommand, '--head', head)).resolves.toEqual([said]);
    });

    it.each([
      ['changed', `UPDATE audit SET subject = 'somebody' WHERE id = 2`],
      ['removed', 'DELETE FROM audit WHERE id = 2'],
    ])('names a row that was %s', async (fault, statement) => {
      await asOwner(statement);

      await expect(linesOf(commands.verifyAuditCommand)).rejects.toThrow(FaultsFound);
      await expect(linesOf(commands.verifyAuditCommand)).rejects.toThrow(`row 2: ${fault}`);
    });

    it('finds the end cut off, given a head from before', async () => {
      const [said = ''] = await linesOf(commands.verifyAuditCommand);
      await asOwner('TRUNCATE audit, audit_seals');

      await expect(linesOf(commands.verifyAuditCommand, '--head', said.split(' ').at(-1) ?? '')).rejects.toThrow(
        FaultsFound,
      );
    });

    it('refuses an option that it does not know', async () => {
      await expect(linesOf(commands.verifyAuditCommand, '--tail', 'x')).rejects.toThrow(CommandRefused);
    });
  });
});
