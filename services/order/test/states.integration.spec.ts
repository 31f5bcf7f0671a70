import { type CloudEvent, Inbox, Outbox, OutboxBacklog } from '@downscope/events';
import { IdempotencyKeys } from '@downscope/idempotency';
import { Database, migrateDatabase } from '@downscope/postgres';
import { PostgresServer } from '@downscope/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrations } from '../src/migrations.ts';
import { type Order, placeOrder } from '../src/orders/order.ts';
import { PostgresOrdersRepository } from '../src/orders/postgres-orders.repository.ts';

const alice = { subject: '3c4f1f6e-5d0b-4a55-9b0e-6f2a8c1d7e91', clientId: 'walkthrough' };
const own = { customerNumber: '1001' };

let postgres: PostgresServer;
let database: Database;
let orders: PostgresOrdersRepository;
beforeAll(async () => {
  postgres = await PostgresServer.start();
  await migrateDatabase(postgres.url, migrations);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  // The server may end before its last connections have.
  pool.on('error', () => undefined);
  database = new Database(pool);
  const outbox = new Outbox('urn:downscope:order', new OutboxBacklog(), 120);
  orders = new PostgresOrdersRepository(database, outbox, new Inbox(), new IdempotencyKeys(database));
}, 60_000);
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

let order: Order;
let invoiceId: string;
beforeEach(async () => {
  const lines = [{ sku: 'moka-pot', quantity: 1 }];
  order = placeOrder({ customerNumber: '1001', region: 'eu' }, { lines }, new Date());
  invoiceId = randomUUID();
  await orders.add(order, alice);
});

/** As billing announces it. */
function heard<Data>(word: 'issued' | 'paid' | 'voided', data: Data): CloudEvent<Data> {
  const [type, source] = [`org.downscope.invoice.${word}.v1`, 'urn:downscope:billing'];
  return { specversion: '1.0', id: `${invoiceId}.${word}`, source, type, data };
}
const issued = () => orders.markInvoiced(heard('issued', { orderId: order.id, invoiceId }));
const paid = () => orders.markPaid(heard('paid', { orderId: order.id, invoiceId }));
const voided = () => orders.noteVoided(heard('voided', { orderId: order.id }));
const cancel = () => orders.cancel(order.id, own, alice);

const typesIn = async (table: 'outbox' | 'outbox_awaited', order: Order): Promise<string[]> => {
  const statement = `SELECT split_part(event ->> 'type', '.', 4) AS word FROM ${table} WHERE event ->> 'subject' = $1`;
  const { rows } = await database.pool.query<{ word: string }>(statement, [order.id]);
  return rows.map(({ word }) => word).sort();
};

describe('an order', () => {
  it('waits for its invoice, and is invoiced once', async () => {
    expect(await typesIn('outbox_awaited', order)).toEqual(['placed']);
    await issued();
    await issued();

    expect(await orders.get(order.id, own)).toMatchObject({ state: 'invoiced', invoiceId });
    expect(await typesIn('outbox_awaited', order)).toEqual([]);
  });

  it('is invoiced where a replica of an older version, while it still runs, notes the invoice and no state', async () => {
    await database.pool.query('UPDATE orders SET invoice_id = $2 WHERE id = $1', [order.id, invoiceId]);
    expect(await orders.get(order.id, own)).toMatchObject({ state: 'invoiced', invoiceId });
  });

  it('that is cancelled stays so, and waits until billing has heard', async () => {
    expect(await cancel()).toMatchObject({ state: 'cancelled' });
    expect(await cancel()).toMatchObject({ state: 'cancelled' });
    await issued();
    expect(await typesIn('outbox_awaited', order)).toEqual(['cancelled']);
    await voided();

    expect(await orders.get(order.id, own)).toMatchObject({ state: 'cancelled' });
    expect(await typesIn('outbox_awaited', order)).toEqual([]);
    expect(await typesIn('outbox', order)).toEqual(['cancelled', 'placed']);
  });

  it('that is paid cannot be cancelled', async () => {
    await issued();
    await paid();

    expect(await cancel()).toMatchObject({ state: 'paid' });
    expect(await typesIn('outbox', order)).toEqual(['paid', 'placed']);
  });

  it('that was cancelled when its payment was known already is paid, and waits for nothing', async () => {
    await cancel();
    await paid();
    await issued();

    expect(await orders.get(order.id, own)).toMatchObject({ state: 'paid', invoiceId });
    expect(await typesIn('outbox_awaited', order)).toEqual([]);
  });

  it('says that it is paid each time that it hears so', async () => {
    await paid();
    await paid();

    expect(await typesIn('outbox', order)).toEqual(['paid', 'paid', 'placed']);
  });

  it('of somebody else is not cancelled, and not told from one that does not exist', async () => {
    const ofBob = orders.cancel(order.id, { customerNumber: '1002' }, alice);
    await expect(ofBob).rejects.toMatchObject({ code: 'order_not_found' });
    await expect(orders.cancel(randomUUID(), own, alice)).rejects.toMatchObject({ code: 'order_not_found' });

    expect(await orders.get(order.id, own)).toMatchObject({ state: 'placed' });
  });
});
