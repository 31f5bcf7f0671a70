import { aPrincipal } from '@downscope/guards/testing';
import { PostgresServer } from '@downscope/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { IdempotencyKeyInUse, IdempotencyKeyReused } from '../src/idempotency/idempotency.errors.ts';
import { alice, asked, nothing, Replica } from './replica.ts';

const outage = new Error('an outage');
const withOtherContent = { ...asked, request: { lines: [] } };

let one: Replica;
let another: Replica;
const running: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  const server = await PostgresServer.start();
  running.push(server);
  one = await Replica.start(server.url);
  running.push(one);
  another = await Replica.start(server.url);
  running.push(another);
}, 60_000);
afterAll(async () => {
  for (const part of running.reverse()) await part.stop();
});
beforeEach(() => one.database.drizzle.execute(sql`TRUNCATE idempotency_keys, orders, outbox`));

describe('a request that is carried out once', () => {
  it('is answered as it was first, by any replica', async () => {
    const order = await one.place();
    expect(await another.place()).toEqual(order);
    expect(JSON.stringify(await one.place())).toBe(JSON.stringify(order));
    expect(await one.rows('orders', 'outbox')).toEqual([1, 1]);
  });

  it('is carried out once when it comes a hundred times at once', async () => {
    const attempts = Array.from({ length: 100 }, (_, turn) => (turn % 2 ? one : another).place());
    const outcomes = await Promise.allSettled(attempts);
    const refusals = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));

    expect(refusals.length).toBeLessThan(100);
    expect(refusals).toEqual(refusals.map(() => expect.any(IdempotencyKeyInUse)));
    expect(await one.rows('orders', 'outbox')).toEqual([1, 1]);
  });

  it.each([
    ['key', { ...asked, key: 'another-key' }],
    ['person', { ...asked, by: aPrincipal({ subject: 'bob' }) }],
    ['client', { ...asked, by: aPrincipal({ clientId: 'budget-planner' }) }],
    ['issuer', { ...asked, by: aPrincipal({ issuer: 'https://another.test' }) }],
  ])('is another one with another %s', async (_, other) => {
    await one.place();
    await one.place({ ...other, request: withOtherContent.request });
    expect(await one.rows('orders')).toEqual([2]);
  });

  it('is not another one with another content, done or in progress', async () => {
    await one.place(asked, () => expect(another.place(withOtherContent)).rejects.toThrow(IdempotencyKeyReused));
    await expect(another.place(withOtherContent)).rejects.toThrow(IdempotencyKeyReused);
    expect(await one.rows('orders')).toEqual([1]);
  });

  it('is in progress meanwhile, and holds no connection', async () => {
    await one.place(asked, async () => {
      const { idleCount, totalCount } = one.database.pool;
      expect(idleCount).toBe(totalCount);
      await expect(another.place()).rejects.toThrow(IdempotencyKeyInUse);
    });
    expect(await one.rows('orders')).toEqual([1]);
  });

  it('leaves the key free when it fails, for another content too', async () => {
    await expect(one.place(asked, () => Promise.reject(outage))).rejects.toBe(outage);
    expect(await one.rows('idempotency_keys', 'orders', 'outbox')).toEqual([0, 0, 0]);

    await another.place(withOtherContent);
    expect(await one.rows('orders')).toEqual([1]);
  });

  it('leaves the key free when what it did cannot be kept', async () => {
    await expect(one.place(asked, (order) => one.keep(order))).rejects.toMatchObject({ table: 'orders' });
    expect(await one.rows('idempotency_keys', 'orders', 'outbox')).toEqual([0, 1, 1]);
  });

  it('is done when it was kept, even if that could not be told', async () => {
    await expect(one.place(asked, nothing, () => Promise.reject(outage))).rejects.toBe(outage);
    await another.place();
    expect(await one.rows('orders', 'outbox')).toEqual([1, 1]);
  });
});

describe('an attempt whose process is gone', () => {
  it('leaves the key in use for twenty seconds at most, then free for any content', async () => {
    await one.diesMidway();
    await expect(another.place()).rejects.toThrow(IdempotencyKeyInUse);
    expect(await one.secondsLeft()).toBeGreaterThan(10);
    expect(await one.secondsLeft()).toBeLessThanOrEqual(20);

    await one.expire();
    expect(await another.place(withOtherContent)).toEqual(await one.place(withOtherContent));
    expect(await one.rows('orders', 'outbox')).toEqual([1, 1]);
  });
});

describe('an attempt that outlives its claim', () => {
  it('keeps nothing when another took over, and does not end what that one has', async () => {
    const late = one.place(asked, async () => {
      await one.expire();
      await another.place();
    });
    await expect(late).rejects.toThrow(IdempotencyKeyInUse);
    expect(await one.rows('idempotency_keys', 'orders', 'outbox')).toEqual([1, 1, 1]);
  });

  it('keeps nothing while another is in progress, and leaves that one its claim', async () => {
    const late = one.place(asked, async () => {
      await one.expire();
      await another.diesMidway();
    });
    await expect(late).rejects.toThrow(IdempotencyKeyInUse);
    expect(await one.rows('idempotency_keys', 'orders', 'outbox')).toEqual([1, 0, 0]);
  });

  it('completes the request when no other came', async () => {
    await one.place(asked, () => one.expire());
    expect(await one.rows('idempotency_keys', 'orders')).toEqual([1, 1]);
  });
});

describe('what is kept', () => {
  it('is kept for a day, then forgotten when any key comes', async () => {
    await one.place();
    expect(await one.secondsLeft()).toBeGreaterThan(24 * 3600 - 10);
    expect(await one.secondsLeft()).toBeLessThanOrEqual(24 * 3600);

    await one.expire();
    await one.place(asked, () => expect(another.place()).rejects.toThrow(IdempotencyKeyInUse));
    await one.expire();
    await one.place({ ...asked, key: 'another-key' });
    expect(await one.rows('idempotency_keys', 'orders')).toEqual([1, 3]);
  });

  it('names neither who asked nor their key', async () => {
    await one.place();
    const { rows } = await one.database.drizzle.execute(sql`SELECT * FROM idempotency_keys`);
    const text = JSON.stringify(rows);
    expect(text).toContain('moka-pot');
    for (const named of [alice.subject, alice.clientId, asked.key]) expect(text).not.toContain(named);
  });
});
