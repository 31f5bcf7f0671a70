import './settings.ts';
import type { Database } from '@downscope/postgres';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { AuditTrail } from '../src/audit/audit-trail.ts';
import { RefusalCounts } from '../src/audit/refusal-counts.ts';
import { Challenges } from '../src/passkeys/challenges.ts';
import { PasskeyLogin } from '../src/passkeys/passkey-login.ts';
import { Passkeys } from '../src/passkeys/passkeys.ts';
import { UnitOfWork } from '../src/storage/unit-of-work.ts';
import { IdentityDatabase } from './identity-database.ts';
import { type Answer, SoftwareAuthenticator } from './software-authenticator.ts';
import { until } from './until.ts';

// On a busy machine the database takes as long as it takes.
jest.setTimeout(120_000);

const issuer = 'https://id.example';
const interaction = 'the-interaction';

let server: IdentityDatabase;
let database: Database;
let unit: UnitOfWork;
let login: PasskeyLogin;
let accountId: string;
let authenticator: SoftwareAuthenticator;

beforeAll(async () => {
  server = await IdentityDatabase.start();
  database = server.connect();
  unit = new UnitOfWork(database);
});
afterAll(() => server.stop());
beforeEach(async () => {
  const passkeys = new Passkeys(unit, new AuditTrail(unit, database, new RefusalCounts(database)));
  login = new PasskeyLogin(passkeys, new Challenges(unit));
  authenticator = new SoftwareAuthenticator(issuer);
  accountId = randomUUID();
  await database.drizzle.execute(
    sql`INSERT INTO accounts (id, username, password_hash, attributes) VALUES (${accountId}, ${accountId}, '', '{}')`,
  );
  await unit.run(() => passkeys.add(authenticator.passkeyOf(accountId)));
});

const asked = (uid = interaction) => unit.run(() => login.options(uid));
const taken = (response: AuthenticationResponseJSON, uid = interaction) =>
  unit.run(() => login.accountOf(uid, response));
const waiting = async (): Promise<number> =>
  (await database.drizzle.execute(sql`SELECT FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0`)).rows
    .length;
const refused = { code: 'passkey_refused' };

describe('an answer of an authenticator', () => {
  it('says whose passkey it is', async () => {
    await expect(taken(authenticator.answer(await asked()))).resolves.toBe(accountId);
  });

  it('is good once', async () => {
    const options = await asked();
    await taken(authenticator.answer(options));
    await expect(taken(authenticator.answer(options, { signCount: 2 }))).rejects.toMatchObject(refused);
  });

  it('is good once, also where two come whose transactions are open at once', async () => {
    const options = await asked();
    const first = Promise.withResolvers<undefined>();
    const mayCommit = Promise.withResolvers<undefined>();
    const one = unit.run(async () => {
      await login.accountOf(interaction, authenticator.answer(options, { signCount: 0 }));
      first.resolve(undefined);
      await mayCommit.promise;
    });
    await first.promise;
    const another = taken(authenticator.answer(options, { signCount: 0 }));
    await until('it waits for the first', async () => (await waiting()) > 0);
    mayCommit.resolve(undefined);

    await expect(Promise.allSettled([one, another])).resolves.toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { ...refused, message: 'no challenge' } },
    ]);
  });

  it('is to the challenge of its own login, and to the latest', async () => {
    const before = await asked();
    const elsewhere = await asked('another-interaction');
    await asked();
    for (const options of [before, elsewhere]) {
      await expect(taken(authenticator.answer(options))).rejects.toMatchObject(refused);
      await asked();
    }
  });

  it('is late when its challenge has expired', async () => {
    const options = await asked();
    await database.drizzle.execute(sql`UPDATE oidc_records SET payload = jsonb_set(payload, '{exp}', '1')`);
    await expect(taken(authenticator.answer(options))).rejects.toMatchObject(refused);
  });

  it.each<[string, Partial<Answer>]>([
    ['made for another site', { origin: 'https://id.example.attacker.example' }],
    ['of a key for another site', { rpId: 'attacker.example' }],
    ['of somebody whom the authenticator did not verify', { userVerified: false }],
    ['with a signature of something else', { tampered: true }],
  ])('is refused that is %s', async (_, change) => {
    await expect(taken(authenticator.answer(await asked(), change))).rejects.toMatchObject(refused);
  });

  it('is refused where its counter goes back: there are two of that authenticator', async () => {
    await taken(authenticator.answer(await asked(), { signCount: 7 }));
    await expect(taken(authenticator.answer(await asked(), { signCount: 7 }))).rejects.toMatchObject(refused);
  });

  it('is refused of a passkey that nobody has registered', async () => {
    const options = await asked();
    await expect(taken(new SoftwareAuthenticator(issuer).answer(options))).rejects.toMatchObject(refused);
  });
});
