import './settings.ts';
import type { Database } from '@downscope/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { errors } from 'oidc-provider';
import { OidcAdapter } from '../src/storage/oidc.adapter.ts';
import { UnitOfWork } from '../src/storage/unit-of-work.ts';
import { IdentityDatabase } from './identity-database.ts';

let server: IdentityDatabase;
let database: Database;
beforeAll(async () => {
  server = await IdentityDatabase.start();
  database = server.connect();
}, 60_000);
afterAll(() => server.stop());

describe.each(['AuthorizationCode', 'PushedAuthorizationRequest'])('%s', (model) => {
  it('is consumed once, by the first of two whose transactions are open at once', async () => {
    const [one, another] = [new UnitOfWork(database), new UnitOfWork(database)];
    const id = randomUUID();
    await one.run(() => new OidcAdapter(model, one).upsert(id, { grantId: randomUUID() }, 60));
    const consumed = Promise.withResolvers<undefined>();
    const mayCommit = Promise.withResolvers<undefined>();

    const first = one.run(async () => {
      await new OidcAdapter(model, one).consume(id);
      consumed.resolve(undefined);
      await mayCommit.promise;
    });
    await consumed.promise;
    // It has the row, and keeps the other one waiting.
    const second = another.run(() => new OidcAdapter(model, another).consume(id));
    mayCommit.resolve(undefined);

    const outcomes = await Promise.allSettled([first, second]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { error: 'invalid_grant' } },
    ]);
  });
});

it('a code that comes twenty times, at two replicas, early and late: one wins, and nobody waits in a circle', async () => {
  const replicas = [database, server.connect()];
  const accountId = randomUUID();
  await database.drizzle.execute(
    sql`INSERT INTO accounts (id, username, password_hash, attributes) VALUES (${accountId}, 'alice', '', '{}')`,
  );
  for (let round = 0; round < 20; round += 1) {
    const code = { id: randomUUID(), grantId: randomUUID(), accountId };
    const unit = new UnitOfWork(database);
    await unit.run(async () => {
      await new OidcAdapter('Grant', unit).upsert(code.grantId, { accountId }, 60);
      await new OidcAdapter('AuthorizationCode', unit).upsert(code.id, code, 60);
    });
    const redemptions = Array.from({ length: 20 }, async (_, turn) => {
      await pause(Math.random() * 30);
      return redeem(code, new UnitOfWork(replicas[turn % 2] ?? database));
    });
    const won = (await Promise.all(redemptions)).filter((isFirst) => isFirst);
    expect(won).toHaveLength(1);
  }
}, 60_000);

interface Code {
  readonly id: string;
  readonly grantId: string;
  readonly accountId: string;
}

/** As oidc-provider does it, which ends the models of a grant one by one. True for whoever gets a token. */
function redeem({ id, grantId, accountId }: Code, unit: UnitOfWork): Promise<boolean> {
  const of = (model: string): OidcAdapter => new OidcAdapter(model, unit);
  return unit.run(async () => {
    const found = await of('AuthorizationCode').find(id);
    if (!found) return false;
    if (found.consumed) {
      for (const model of ['AccessToken', 'RefreshToken', 'AuthorizationCode'])
        await of(model).revokeByGrantId(grantId);
      return false;
    }
    try {
      await of('AuthorizationCode').consume(id);
    } catch (error) {
      if (error instanceof errors.InvalidGrant) return false;
      throw error;
    }
    await of('AccessToken').upsert(randomUUID(), { grantId, accountId }, 60);
    return true;
  });
}
