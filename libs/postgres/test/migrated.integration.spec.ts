import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../src/migrate.ts';
import { expectMigrated, NotMigrated } from '../src/migrated.ts';
import { PostgresServer } from '../src/testing/postgres-server.ts';

const good = new URL('migrations/good/', import.meta.url);
let server: PostgresServer;
let serviceUrl: string;

beforeAll(async () => {
  server = await PostgresServer.start();
  serviceUrl = server.url.replace('postgres@', 'service@');
}, 60_000);
afterAll(() => server.stop());

it('a service that may change no table finds its database migrated, or says what is missing', async () => {
  const owner = new pg.Client({ connectionString: server.url });
  await owner.connect();
  await owner.query('CREATE ROLE service LOGIN');
  const before = expectMigrated(serviceUrl, { order: good });
  await expect(before).rejects.toBeInstanceOf(NotMigrated);
  await expect(before).rejects.toThrow('0001_first');

  await migrate(server.url, { order: good });
  await owner.query('GRANT SELECT ON migrations_order TO service');
  await expect(expectMigrated(serviceUrl, { order: good })).resolves.toBeUndefined();
  await owner.end();
});
