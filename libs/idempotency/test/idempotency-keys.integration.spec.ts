import { aPrincipal } from '@downscope/guards/testing';
import { DatabaseUnavailable } from '@downscope/postgres';
import { PostgresServer } from '@downscope/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { setTimeout as pause } from 'node:timers/promises';
import { IdempotencyKeyInUse, IdempotencyKeyReused } from '../src/idempotency.errors.ts';
import { alice, asked, nothing, Replica } from './replica.ts';

const outage = new Error('an outage');
const withOtherContent = { ...asked, request: { send: 'a grinder' } };

let server: PostgresServer;
let one: Replica;
let another: Replica;
const running: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  server = await PostgresServer.start();
  running.push(server);
  one = await Replica.start(server.url);
  running.push(one);
  another = await Replica.start(server.url);
  running.push(another);
}, 60_000);
afterAll(async () => {
  for (const part of running.reverse()) await part.stop();
});
beforeEach(() => one.database.drizzle.execute(sql`TRUNCATE idempotency_keys, parcels`));

describe('a request that is carried out once', () => {
  it('is answered as it was first, by any replica', async () => {
    const parcel = await one.send();
    expect(await another.send()).toEqual(parcel);
    expect(JSON.stringify(await one.send())).toBe(JSON.stringify(parcel));
    expect(await one.rows()).toEqual({ keys: 1, parcels: 1 });
  });

  it('is carried out once when it comes a hundred times at once', async () => {
    const attempts = Array.from({ length: 100 }, (_, turn) => (turn % 2 ? one : another).send());
    const outcomes = await Promise.allSettled(attempts);
    const refusals = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));

    expect(refusals.length).toBeLessThan(100);
    expect(refusals).toEqual(refusals.map(() => expect.any(IdempotencyKeyInUse)));
    expect(await one.rows()).toEqual({ keys: 1, parcels: 1 });
  });

  it.each([
    ['key', { ...asked, key: 'another-key' }],
    ['person', { ...asked, by: aPrincipal({ subject: 'bob' }) }],
    ['client', { ...asked, by: aPrincipal({ clientId: 'budget-planner' }) }],
    ['issuer', { ...asked, by: aPrincipal({ issuer: 'https://another.test' }) }],
  ])('is another one with another %s', async (_, other) => {
    await one.send();
    await one.send({ ...other, request: withOtherContent.request });
    expect(await one.rows()).toEqual({ keys: 2, parcels: 2 });
  });

  it('is not another one with another content, done or in progress', async () => {
    await one.send(asked, () => expect(another.send(withOtherContent)).rejects.toThrow(IdempotencyKeyReused));
    await expect(another.send(withOtherContent)).rejects.toThrow(IdempotencyKeyReused);
    expect(await one.rows()).toEqual({ keys: 1, parcels: 1 });
  });

  it('is in progress meanwhile, and holds no connection', async () => {
    await one.send(asked, async () => {
      const { idleCount, totalCount } = one.database.pool;
      expect(idleCount).toBe(totalCount);
      await expect(another.send()).rejects.toThrow(IdempotencyKeyInUse);
    });
    expect(await one.rows()).toEqual({ keys: 1, parcels: 1 });
  });

  it('leaves the key free when it fails, for another content too', async () => {
    await expect(one.send(asked, () => Promise.reject(outage))).rejects.toBe(outage);
    expect(await one.rows()).toEqual({ keys: 0, parcels: 0 });

    await another.send(withOtherContent);
    expect(await one.rows()).toEqual({ keys: 1, parcels: 1 });
  });

  it('leaves the key free when what it did cannot be kept', async () => {
    await expect(one.send(asked, (parcel) => one.keep(parcel))).rejects.toMatchObject({ table: 'parcels' });
    expect(await one.rows()).toEqual({ keys: 0, parcels: 1 });
  });

  it('is done when it was kept, even if that could not be told', async () => {
    await expect(one.send(asked, nothing, () => Promise.reject(outage))).rejects.toBe(outage);
    await another.send();
    expect(await one.rows()).toEqual({ keys: 1, parcels: 1 });
  });
});

describe('an attempt that an outage of the database ends', () => {
  it('leaves the key free as soon as the database is back, at any replica', async () => {
    await expect(one.send(asked, () => server.goesDown())).rejects.toBeInstanceOf(DatabaseUnavailable);
    await server.comesBack();
    expect(await sentWithin(2_000)).toBe(true);
    expect(await one.rows()).toEqual({ keys: 1, parcels: 1 });
  }, 20_000);
});

/** Whether another replica may carry it out before that. */
async function sentWithin(durationMs: number): Promise<boolean> {
  const deadline = Date.now() + durationMs;
  while (Date.now() < deadline) {
    try {
      await another.send(withOtherContent);
      return true;
    } catch (error) {
      const { constructor } = error as Error;
      expect([IdempotencyKeyReused, IdempotencyKeyInUse, DatabaseUnavailable]).toContain(constructor);
      await pause(50);
    }
  }
  return false;
}

describe('an attempt whose process is gone', () => {
  it('leaves the key in use for twenty seconds at most, then free for any content', async () => {
    await one.diesMidway();
    await expect(another.send()).rejects.toThrow(IdempotencyKeyInUse);
    expect(await one.secondsLeft()).toBeGreaterThan(10);
    expect(await one.secondsLeft()).toBeLessThanOrEqual(20);

    await one.expire();
    expect(await another.send(withOtherContent)).toEqual(await one.send(withOtherContent));
    expect(await one.rows()).toEqual({ keys: 1, parcels: 1 });
  });
});

describe('an attempt that outlives its time', () => {
  it('keeps nothing when another took over, and does not end what that one has', async () => {
    const late = one.send(asked, async () => {
      await one.expire();
      await another.send();
    });
    await expect(late).rejects.toThrow(IdempotencyKeyInUse);
    expect(await one.rows()).toEqual({ keys: 1, parcels: 1 });
  });

  it('keeps nothing while another is in progress, and leaves that one its row', async () => {
    const late = one.send(asked, async () => {
      await one.expire();
      await another.diesMidway();
    });
    await expect(late).rejects.toThrow(IdempotencyKeyInUse);
    expect(await one.rows()).toEqual({ keys: 1, parcels: 0 });
  });

  it('completes the request when no other came', async () => {
    await one.send(asked, () => one.expire());
    expect(await one.rows()).toEqual({ keys: 1, parcels: 1 });
  });
});

describe('what is kept', () => {
  it('is kept for a day, then as if it had never been', async () => {
    await one.send();
    expect(await one.secondsLeft()).toBeGreaterThan(24 * 3600 - 10);
    expect(await one.secondsLeft()).toBeLessThanOrEqual(24 * 3600);

    await one.expire();
    await another.send();
    expect(await one.rows()).toEqual({ keys: 1, parcels: 2 });
  });

  it('goes by its age, although no other comes, and nothing else goes', async () => {
    await one.send();
    await one.expire();
    await one.send({ ...asked, key: 'a-younger-key' });
    expect(await one.keys.forgetExpired()).toBe(1);
    expect(await one.rows()).toEqual({ keys: 1, parcels: 2 });
  });

  it('names neither who asked nor their key', async () => {
    await one.send();
    const { rows } = await one.database.drizzle.execute(sql`SELECT * FROM idempotency_keys`);
    const text = JSON.stringify(rows);
    expect(text).toContain('moka pot');
    for (const named of [alice.subject, alice.clientId, asked.key]) expect(text).not.toContain(named);
  });
});
