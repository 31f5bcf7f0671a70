import './settings.ts';
import type { Database } from '@downscope/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { errors } from 'oidc-provider';
import pg from 'pg';
import { AccountRecords } from '../src/account/account-records.ts';
import { AuditTrail } from '../src/audit/audit-trail.ts';
import { RefusalCounts } from '../src/audit/refusal-counts.ts';
import { GrantClaims } from '../src/claims/grant-claims.ts';
import { CommandRefused } from '../src/commands/command.ts';
import { endEverythingOf } from '../src/commands/end-everything-of.ts';
import { adapters } from '../src/storage/adapters.ts';
import { digest } from '../src/storage/digest.ts';
import { UnitOfWork } from '../src/storage/unit-of-work.ts';
import { Sweep } from '../src/sweep/sweep.ts';
import { TokenIdMac } from '../src/tokens/token-id-mac.ts';
import { IdentityDatabase } from './identity-database.ts';
import { aKeyRing } from './key-ring.ts';
import { until } from './until.ts';

// On a busy machine the database takes as long as it takes.
jest.setTimeout(120_000);

let server: IdentityDatabase;
let database: Database;
let unit: UnitOfWork;
let adapter: ReturnType<typeof adapters>;
let mac: TokenIdMac;
beforeAll(async () => {
  server = await IdentityDatabase.start();
  database = server.connect();
  unit = new UnitOfWork(database);
  mac = new TokenIdMac(await aKeyRing());
  adapter = adapters(unit, mac);
}, 60_000);
afterAll(() => server.stop());

const hourSeconds = 3600;
const clients = ['budget-planner', 'assistant'] as const;
const tokens = ['AuthorizationCode', 'AccessToken', 'RefreshToken'] as const;
type Held = Record<(typeof tokens)[number] | 'grant', string>;

/** What a person has: a session, and with two applications a grant, a code and tokens. */
interface Person {
  readonly id: string;
  readonly session: string;
  readonly sessionUid: string;
  readonly planner: Held;
  readonly assistant: Held;
}

let erin: Person;
beforeEach(async () => {
  erin = await aPerson();
});

async function aPerson(): Promise<Person> {
  const [id, session, sessionUid] = [randomUUID(), randomUUID(), randomUUID()];
  await database.drizzle.execute(
    sql`INSERT INTO accounts (id, username, password_hash, attributes) VALUES (${id}, ${id}, '', '{}')`,
  );
  const held = (clientId: string) =>
    unit.run(async () => {
      const grant = randomUUID();
      await adapter('Grant').upsert(grant, { accountId: id, clientId }, hourSeconds);
      await new GrantClaims(unit).keep({ accountId: id, jti: grant }, {});
      const ids = tokens.map((model) => [model, mac.seal(model, randomUUID())] as const);
      const of = { accountId: id, clientId, grantId: grant, sessionUid, expiresWithSession: true };
      for (const [model, secret] of ids) await adapter(model).upsert(secret, of, hourSeconds);
      return { grant, ...Object.fromEntries(ids) } as Held;
    });
  await unit.run(() => adapter('Session').upsert(session, { accountId: id, uid: sessionUid }, hourSeconds));
  return { id, session, sessionUid, planner: await held(clients[0]), assistant: await held(clients[1]) };
}

/** As oidc-provider does it: the models of a grant one by one, and the grant. */
async function revoke({ grant }: Held): Promise<void> {
  await Promise.all([...tokens.map((model) => adapter(model).revokeByGrantId(grant)), adapter('Grant').destroy(grant)]);
}

/** A refusal is an outcome like any other: what it ends is kept. */
const refusedOr = (change: () => Promise<unknown>) => async () => {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof errors.InvalidGrant)) throw error;
  }
};
const inOne = (change: (person: Person) => Promise<unknown>) => (person: Person) =>
  unit.run(refusedOr(() => change(person)));
const account = (statement: string) => async (person: Person) => {
  await database.drizzle.execute(sql`${sql.raw(statement)} WHERE id = ${person.id}`);
};
const records = () => {
  const audit = new AuditTrail(unit, database, new RefusalCounts(database));
  return new AccountRecords(unit, audit);
};

async function refresh({ id, planner }: Person): Promise<void> {
  await new GrantClaims(unit).keep({ accountId: id, jti: planner.grant }, { region: 'eu' });
  await adapter('RefreshToken').consume(planner.RefreshToken);
  const next = { accountId: id, grantId: planner.grant };
  await adapter('RefreshToken').upsert(mac.seal('RefreshToken', randomUUID()), next, hourSeconds);
}

/** As a request does that has a use for it, and under which somebody else may end it. */
async function foundAndKept(model: string, id: string, keptAs = id, meanwhile?: () => Promise<unknown>): Promise<void> {
  const found = await adapter(model).find(id);
  await meanwhile?.();
  if (keptAs !== id) await adapter(model).destroy(id);
  if (found) await adapter(model).upsert(keptAs, found, hourSeconds);
}

/** All that ends, uses up or replaces something that a person has. */
const changes: [string, (person: Person) => Promise<unknown>][] = [
  ['a code is redeemed', inOne(({ planner }) => adapter('AuthorizationCode').consume(planner.AuthorizationCode))],
  [
    'a code comes again',
    inOne(async ({ planner }) => {
      await adapter('AuthorizationCode').destroy(planner.AuthorizationCode);
      await revoke(planner);
    }),
  ],
  ['a refresh token is used', inOne(refresh)],
  [
    'a refresh token comes again',
    async (person) => {
      const { RefreshToken } = person.planner;
      await inOne(({ planner }) => adapter('RefreshToken').consume(planner.RefreshToken))(person);
      await database.drizzle.execute(
        sql`UPDATE oidc_records SET consumed_at = now() - interval '1 hour' WHERE id_hash = ${digest(RefreshToken)}`,
      );
      await inOne(refresh)(person);
    },
  ],
  [
    'a token is revoked',
    inOne(async ({ planner }) => {
      await adapter('RefreshToken').destroy(planner.RefreshToken);
      await revoke(planner);
    }),
  ],
  ['a grant is extended', inOne(({ planner }) => foundAndKept('Grant', planner.grant))],
  ['a session is used', inOne(({ session }) => foundAndKept('Session', session))],
  [
    'a person logs out',
    inOne(async ({ session, planner, assistant }) => {
      await Promise.all([assistant, planner].map(revoke));
      await adapter('Session').destroy(session);
    }),
  ],
  ['access is taken back', inOne(({ id }) => records().takeBack(id, clients[0]))],
  ['a session is ended on the account page', inOne(({ id, sessionUid }) => records().endSession(id, sessionUid))],
  ['an operator ends everything', ({ id }) => endEverythingOf(database, [id])],
  ['a password is changed', account(`UPDATE accounts SET password_hash = 'another'`)],
  ['an attribute is changed', account(`UPDATE accounts SET attributes = '{"region": "us"}'`)],
  ['an account is deleted', account('DELETE FROM accounts')],
];

describe('what a person has is changed by one transaction at a time', () => {
  it.each(changes)('%s: after whoever has the person, holding nothing that they may need', async (_, change) => {
    const other = new pg.Client({ connectionString: server.url });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE', [erin.id]);
      const changed = change(erin);
      await until('it waits for the person', async () => {
        const { rows } = await other.query(
          `SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))`,
        );
        return rows.length > 0;
      });
      const needed = other.query(`SELECT FROM oidc_records WHERE payload ->> 'accountId' = $1 FOR UPDATE NOWAIT`, [
        erin.id,
      ]);
      await expect(needed).resolves.toMatchObject({ rowCount: expect.any(Number) });
      await expect(other.query('SELECT FROM grant_claims FOR UPDATE NOWAIT')).resolves.toBeDefined();
      await other.query('COMMIT');
      await changed;
    } finally {
      await other.end();
    }
  });

  it('and whatever comes at once, none of it is chosen to give way', async () => {
    for (let round = 0; round < 10; round += 1) {
      const person = await aPerson();
      const outcomes = await Promise.allSettled(changes.map(([, change]) => change(person)));
      const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      // The account may be gone before the operator's word comes.
      expect(failed.filter((reason) => !(reason instanceof CommandRefused))).toEqual([]);
    }
  });
});

describe('what somebody ends while a request uses it', () => {
  it.each<[string, 'Grant' | 'Session', (person: Person) => [string, string?]]>([
    ['a session', 'Session', ({ session }) => [session]],
    ['a session that gets its next id', 'Session', ({ session }) => [session, randomUUID()]],
    ['a grant', 'Grant', ({ planner }) => [planner.grant]],
  ])('stays ended: %s', async (_, model, of) => {
    const [id, keptAs = id] = of(erin);
    const end = () => account('UPDATE accounts SET password_hash = md5(random()::text)')(erin);
    await unit.run(() => foundAndKept(model, id, keptAs, end));
    const { rows } = await database.drizzle.execute(
      sql`SELECT model FROM oidc_records WHERE payload ->> 'accountId' = ${erin.id}`,
    );
    expect(rows).toEqual([]);
  });
});

it('whoever refreshes while the access is taken back gets nothing, and no error of the database', async () => {
  await unit.run(() => records().takeBack(erin.id, clients[0]));
  const { grant } = erin.planner;
  await unit.run(() => new GrantClaims(unit).keep({ accountId: erin.id, jti: grant }, {}));
  await expect(unit.run(() => adapter('RefreshToken').consume(erin.planner.RefreshToken))).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});

it('the sweep waits for nobody, and takes what is held the next time', async () => {
  await database.drizzle.execute(sql`UPDATE oidc_records SET expires_at = now() - interval '1 minute'`);
  const held = Promise.withResolvers<undefined>();
  const mayGo = Promise.withResolvers<undefined>();
  const holding = database.transaction(async (tx) => {
    await tx.execute(sql`SELECT FROM oidc_records WHERE id_hash = ${digest(erin.session)} FOR UPDATE`);
    held.resolve(undefined);
    await mayGo.promise;
  });
  await held.promise;
  const left = async () => (await database.drizzle.execute(sql`SELECT FROM oidc_records`)).rows.length;
  await new Sweep(database).run();
  expect(await left()).toBe(1);
  mayGo.resolve(undefined);
  await holding;
  await new Sweep(database).run();
  expect(await left()).toBe(0);
});
