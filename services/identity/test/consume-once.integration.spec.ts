import './settings.ts';
import type { Database } from '@downscope/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
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
