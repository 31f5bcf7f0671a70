import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { poolOf } from '../src/pool.ts';
import { PoolHealth } from '../src/pool-health.ts';
import { PostgresServer } from '../src/testing/postgres-server.ts';
import { settingsFor } from '../src/testing/settings-for.ts';

const stuckMs = 4_000;
let server: PostgresServer;
let pool: pg.Pool;
let taken: pg.PoolClient[] = [];

beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);
afterAll(() => server.stop());
afterEach(async () => {
  for (const client of taken.splice(0)) client.release();
  await pool.end();
});

/** A pool whose connections were taken and never given back. */
async function stuck(): Promise<PoolHealth> {
  pool = poolOf(settingsFor(server.url, { DATABASE_MAX_CONNECTIONS: 2, DATABASE_CONNECT_TIMEOUT_MS: 5_000 }));
  const health = new PoolHealth(pool, server.url, stuckMs);
  taken = [await pool.connect(), await pool.connect()];
  return health;
}

describe('PoolHealth', () => {
  it('is alive while it gives connections, however long it was not asked for one', async () => {
    pool = poolOf(settingsFor(server.url));
    const health = new PoolHealth(pool, server.url, 0);
    await pause(1_100);
    expect(await health.isAlive()).toBe(true);
    expect(pool.idleCount).toBe(1);
  }, 20_000);

  it('is not alive where the pool gives nothing for long, although PostgreSQL is there', async () => {
    const health = await stuck();
    expect(await health.isReady()).toBe(false);
    expect(await health.isAlive()).toBe(true);
    await pause(stuckMs);
    expect(await health.isAlive()).toBe(false);
  }, 20_000);

  it('is alive again once the pool gives', async () => {
    const health = await stuck();
    await pause(stuckMs);
    expect(await health.isAlive()).toBe(false);
    for (const client of taken.splice(0)) client.release();
    expect(await health.isAlive()).toBe(true);
    expect(await health.isReady()).toBe(true);
  }, 20_000);

  it('is alive where PostgreSQL takes no connection: a new process would have none either', async () => {
    const health = await stuck();
    await server.goesDown();
    await pause(stuckMs);
    expect(await health.isAlive()).toBe(true);
    await server.comesBack();
  }, 20_000);

  it('answers before a liveness probe gives up, which is after five seconds', async () => {
    const health = await stuck();
    await pause(stuckMs);
    const since = Date.now();
    await health.isAlive();
    expect(Date.now() - since).toBeLessThan(4_000);
  }, 20_000);
});
