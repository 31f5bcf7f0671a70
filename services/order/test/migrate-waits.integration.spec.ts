import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrateDatabase } from '@downscope/postgres';
import { PostgresServer } from '@downscope/postgres/testing';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { migrations } from '../src/migrations.ts';

let postgres: PostgresServer;
/** A port that leads to it, once somebody listens. */
let port: number;
let door: Server;

beforeAll(async () => {
  postgres = await PostgresServer.start();
  const socket = postgres.socketPath;
  door = createServer((client) => {
    const server = connect(socket);
    client.pipe(server).pipe(client);
    for (const end of [client, server]) end.on('error', () => undefined);
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  ({ port } = door.address() as AddressInfo);
  door.close();
  await once(door, 'close');
}, 60_000);
afterAll(async () => {
  door.close();
  await postgres.stop();
});

describe('a migration that starts before its database', () => {
  it('waits for it, and then does its work', async () => {
    const migrated = migrateDatabase(`postgresql://postgres@127.0.0.1:${String(port)}/postgres`, migrations);
    await pause(1_000);
    door.listen(port, '127.0.0.1');
    await migrated;

    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query("SELECT to_regclass('orders') IS NOT NULL AS there");
    await client.end();
    expect(rows).toEqual([{ there: true }]);
  }, 30_000);

  it('does not wait out what the database answers', async () => {
    const unknown = migrateDatabase(`postgresql://postgres@127.0.0.1:${String(port)}/nowhere`, migrations);
    await expect(unknown).rejects.toMatchObject({ sqlState: '3D000' });
  });
});
