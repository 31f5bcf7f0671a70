import './settings.ts';
import type { Database } from '@downscope/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { errors } from 'oidc-provider';
import { AccountRecords } from '../src/account/account-records.ts';
import { AuditTrail } from '../src/audit/audit-trail.ts';
import { RefusalCounts } from '../src/audit/refusal-counts.ts';
import { endEverythingOf } from '../src/commands/end-everything-of.ts';
import { adapters } from '../src/storage/adapters.ts';
import { digest } from '../src/storage/digest.ts';
import { UnitOfWork } from '../src/storage/unit-of-work.ts';
import { Sweep } from '../src/sweep/sweep.ts';
import { TokenIdMac } from '../src/tokens/token-id-mac.ts';
import { IdentityDatabase } from './identity-database.ts';
import { aKeyRing } from './key-ring.ts';
import { type Held, logIn, type LoggedInPerson, type Storage } from './logged-in-person.ts';

jest.setTimeout(400_000);

let server: IdentityDatabase;
let storage: Storage;
let database: Database;
let unit: UnitOfWork;
let adapter: Storage['adapter'];
beforeAll(async () => {
  server = await IdentityDatabase.start();
  database = server.connect();
  unit = new UnitOfWork(database);
  const mac = new TokenIdMac(await aKeyRing());
  adapter = adapters(unit, mac);
  storage = { database, unit, adapter, mac };
});
afterAll(() => server.stop());

let erin: LoggedInPerson;
let planner: Held;
let assistant: Held;
beforeEach(async () => {
  erin = await logIn(storage);
  ({ planner, assistant } = erin);
});

const revoked = 'session-revoked';
const told = async (subject = erin.id): Promise<Record<string, unknown>[]> => {
  const { rows } = await database.drizzle.execute(sql`
    SELECT event, session_uid, client_id, claims, origin_jtis, reason, initiator FROM security_events WHERE subject = ${subject} ORDER BY client_id, id`);
  return rows.map((row) => ({ ...row, origin_jtis: [...(row['origin_jtis'] as string[])].sort() }));
};
const both = (): string[] => [planner.originJti, assistant.originJti].sort();

/** As oidc-provider does it: the models of a grant one by one, and perhaps the grant. */
const tokensOf = (held: Held): Promise<unknown>[] =>
  ['AuthorizationCode', 'AccessToken', 'RefreshToken'].map((model) => adapter(model).revokeByGrantId(held.grant));
const grantOf = (held: Held): Promise<unknown> =>
  Promise.all([...tokensOf(held), adapter('Grant').destroy(held.grant)]);
const account = (change: string) => () => database.drizzle.execute(sql`${sql.raw(change)} WHERE id = ${erin.id}`);
const records = () => new AccountRecords(unit, new AuditTrail(unit, database, new RefusalCounts(database)));

/** A refusal is an outcome like any other: what it ends is kept. */
const refused = async (work: Promise<unknown>): Promise<void> => {
  await expect(work).rejects.toBeInstanceOf(errors.InvalidGrant);
};
const consumedLongAgo = (id: string): Promise<unknown> =>
  database.drizzle.execute(
    sql`UPDATE oidc_records SET consumed_at = now() - interval '1 hour' WHERE id_hash = ${digest(id)}`,
  );

const application = (clientId: string, originJtis: string[]) => ({
  ...{ event: revoked, session_uid: null, client_id: clientId, claims: [], origin_jtis: originJtis },
  ...{ reason: 'what the application was given was ended', initiator: null },
});
const session = (originJtis: string[], initiator: string | null = null) => ({
  ...{ event: revoked, session_uid: erin.sessionUid, client_id: null, claims: [], origin_jtis: originJtis },
  ...{ reason: 'the session was ended', initiator },
});
const person = (reason: string, change: object = {}) => ({
  ...{ event: revoked, session_uid: null, client_id: null, claims: [], origin_jtis: both(), reason, initiator: null },
  ...change,
});

/** Every cause, in a unit of work or a statement of its own, with what is told of it. */
const causes: [string, () => Promise<unknown>, () => object[]][] = [
  [
    'a token is revoked (RFC 7009)',
    () =>
      unit.run(async () => {
        await adapter('AccessToken').destroy(planner.AccessToken);
        await Promise.all(tokensOf(planner));
      }),
    () => [application('budget-planner', [planner.originJti])],
  ],
  [
    'a refresh token is revoked, and its grant',
    () =>
      unit.run(async () => {
        await adapter('RefreshToken').destroy(planner.RefreshToken);
        await grantOf(planner);
      }),
    () => [application('budget-planner', [planner.originJti])],
  ],
  [
    'a grant ends, and nobody thought of its tokens',
    () => unit.run(() => adapter('Grant').destroy(planner.grant)),
    () => [application('budget-planner', [planner.originJti])],
  ],
  [
    'a person logs out',
    () =>
      unit.run(async () => {
        await Promise.all([planner, assistant].map(grantOf));
        await adapter('Session').destroy(erin.session);
      }),
    () => [session(both())],
  ],
  [
    'a session ends, and nobody thought of what hangs on it',
    () => unit.run(() => adapter('Session').destroy(erin.session)),
    () => [session(both())],
  ],
  [
    'a session is given another grant for an application',
    () =>
      unit.run(async () => {
        const found = await adapter('Session').find(erin.session);
        const authorizations = { 'budget-planner': { grantId: randomUUID() }, assistant: { grantId: assistant.grant } };
        await adapter('Session').upsert(erin.session, { ...found, authorizations }, 3600);
      }),
    () => [application('budget-planner', [planner.originJti])],
  ],
  [
    'another person logs in, in the same browser',
    () =>
      unit.run(async () => {
        const found = await adapter('Session').find(erin.session);
        await adapter('Session').upsert(erin.session, { ...found, accountId: randomUUID(), authorizations: {} }, 3600);
      }),
    () => [session(both())],
  ],
  [
    'access is taken back on the account page',
    () => unit.run(() => records().takeBack(erin.id, 'budget-planner')),
    () => [application('budget-planner', [planner.originJti])],
  ],
  [
    'a session is ended on the account page',
    () => unit.run(() => records().endSession(erin.id, erin.sessionUid)),
    () => [session(both())],
  ],
  [
    'a code comes again',
    () =>
      unit.run(async () => {
        await adapter('AuthorizationCode').consume(planner.AuthorizationCode);
        await refused(adapter('AuthorizationCode').consume(planner.AuthorizationCode));
      }),
    () => [application('budget-planner', [planner.originJti])],
  ],
  [
    'a refresh token comes again',
    async () => {
      await consumedLongAgo(planner.RefreshToken);
      await unit.run(() => refused(adapter('RefreshToken').consume(planner.RefreshToken)));
    },
    () => [application('budget-planner', [planner.originJti])],
  ],
  ['an operator ends everything', () => endEverythingOf(database, [erin.id]), () => [session(both(), 'admin')]],
  [
    'a role is taken away',
    account(`UPDATE accounts SET attributes = '{"region": "eu"}'`),
    () => [person('what is known of the person was changed', { event: 'token-claims-change', claims: ['role'] })],
  ],
  [
    'a password is changed',
    account(`UPDATE accounts SET password_hash = 'another'`),
    () => [person('the password was changed')],
  ],
  ['an account is deleted', account('DELETE FROM accounts'), () => [person('the account was deleted')]],
  [
    'an account is written as it was, which ends tokens too',
    account(`UPDATE accounts SET attributes = attributes`),
    () => [application('assistant', [assistant.originJti]), application('budget-planner', [planner.originJti])],
  ],
  [
    'an administrator removes a row by hand',
    () =>
      server.connectAsOwner().drizzle.execute(sql`DELETE FROM oidc_records WHERE origin_jti = ${planner.originJti}`),
    () => [application('budget-planner', [planner.originJti])],
  ],
];

describe('what ends a token, a grant, a session or an authority is told', () => {
  it.each(causes)('%s', async (_, cause, events) => {
    await cause();
    expect(await told()).toEqual(events());
  });

  it.each(causes.filter(([, cause]) => !String(cause).includes('connectAsOwner')))(
    'in the same transaction: %s, but it comes to nothing',
    async (_, cause) => {
      // Whatever cannot be told cannot be done.
      const owner = server.connectAsOwner();
      const before = await database.drizzle.execute(sql`SELECT id_hash FROM oidc_records ORDER BY 1`);
      await owner.drizzle.execute(sql`ALTER TABLE security_events ADD CONSTRAINT nothing CHECK (false) NOT VALID`);
      try {
        await expect(cause()).rejects.toMatchObject({ constraint: 'nothing' });
      } finally {
        await owner.drizzle.execute(sql`ALTER TABLE security_events DROP CONSTRAINT nothing`);
      }
      expect(await told()).toEqual([]);
      expect((await database.drizzle.execute(sql`SELECT id_hash FROM oidc_records ORDER BY 1`)).rows).toEqual(
        before.rows,
      );
    },
  );

  it('and nothing of a unit of work that is rolled back', async () => {
    await unit.run(
      () => grantOf(planner),
      () => false,
    );
    expect(await told()).toEqual([]);
  });
});

describe('what is told of nobody', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a code is redeemed', () => unit.run(() => adapter('AuthorizationCode').consume(planner.AuthorizationCode))],
    [
      'a session gets another id',
      () =>
        unit.run(async () => {
          const found = await adapter('Session').find(erin.session);
          await adapter('Session').destroy(erin.session);
          await adapter('Session').upsert(randomUUID(), found ?? {}, 3600);
        }),
    ],
    [
      'a session is used',
      () =>
        unit.run(async () => {
          const found = await adapter('Session').find(erin.session);
          await adapter('Session').upsert(erin.session, found ?? {}, 3600);
        }),
    ],
    [
      'a grant ends that holds no live token',
      async () => {
        await database.drizzle.execute(sql`DELETE FROM oidc_records WHERE origin_jti = ${planner.originJti}`);
        await database.drizzle.execute(sql`DELETE FROM security_events`);
        await unit.run(() => adapter('Grant').destroy(planner.grant));
      },
    ],
  ])('%s', async (_, work) => {
    await work();
    expect(await told()).toEqual([]);
  });

  it('what expired, and the sweep that removes it', async () => {
    const frank = await logIn(storage, -1);
    await new Sweep(database).run();
    const left = sql`SELECT FROM oidc_records WHERE payload ->> 'accountId' = ${frank.id}`;
    expect((await database.drizzle.execute(left)).rows).toEqual([]);
    expect(await told(frank.id)).toEqual([]);
  });

  it('and of a session that ends, a token that had expired is no part', async () => {
    await database.drizzle.execute(
      sql`UPDATE oidc_records SET expires_at = now() - interval '1 second' WHERE origin_jti = ${planner.originJti}`,
    );
    await unit.run(() => records().endSession(erin.id, erin.sessionUid));
    expect(await told()).toEqual([session([assistant.originJti])]);
  });
});

it('a session that ended without any token is told, with none', async () => {
  await database.drizzle.execute(
    sql`UPDATE oidc_records SET expires_at = now() - interval '1 second' WHERE origin_jti IS NOT NULL`,
  );
  await unit.run(() => adapter('Session').destroy(erin.session));
  expect(await told()).toEqual([session([])]);
});
