import { Outbox, OutboxBacklog } from '@downscope/events';
import { Database, migrateDatabase } from '@downscope/postgres';
import { PostgresServer } from '@downscope/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { InvoiceAnnouncements } from '../src/invoices/invoice-announcements.ts';
import { type Invoice, issueInvoice } from '../src/invoices/invoice.ts';
import { PostgresInvoicesRepository } from '../src/invoices/postgres-invoices.repository.ts';
import { migrations } from '../src/migrations.ts';

const orders = 40;
const payable = { customerNumber: '1001' };

let postgres: PostgresServer;
let database: Database;
let invoices: PostgresInvoicesRepository;
beforeAll(async () => {
  postgres = await PostgresServer.start();
  await migrateDatabase(postgres.url, migrations);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 10 });
  // The server may end before its last connections have.
  pool.on('error', () => undefined);
  database = new Database(pool);
  const outbox = new Outbox('urn:downscope:billing', new OutboxBacklog(), 120);
  invoices = new PostgresInvoicesRepository(database, new InvoiceAnnouncements(outbox));
}, 60_000);
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

const aSale = (): Invoice => {
  const total = { minorUnits: 3990, currency: 'EUR' as const };
  return issueInvoice({ orderId: randomUUID(), customerNumber: '1001', region: 'eu', total }, 30, new Date());
};

const cancelled = (orderId: string): Parameters<typeof invoices.voidBecause>[0] => {
  const type = 'org.downscope.order.cancelled.v1';
  return { specversion: '1.0', id: randomUUID(), source: 'urn:downscope:order', type, data: { orderId } };
};

/** What became of an order: the states of its invoices, and the last thing that was announced of them. */
async function outcomeOf(orderId: string): Promise<{ states: string[]; said: string | undefined }> {
  const kept = await database.pool.query<{ state: string }>('SELECT state FROM invoices WHERE order_id = $1', [
    orderId,
  ]);
  const announced = await database.pool.query<{ type: string }>(
    `SELECT event ->> 'type' AS type FROM outbox WHERE event ->> 'subject' = $1 ORDER BY position`,
    [orderId],
  );
  return { states: kept.rows.map(({ state }) => state), said: announced.rows.at(-1)?.type };
}

const voided = { said: 'org.downscope.invoice.voided.v1' };

describe('an order that is cancelled', () => {
  it('before billing has heard of it gets no invoice', async () => {
    const sale = aSale();
    await invoices.voidBecause(cancelled(sale.orderId));
    await invoices.issue(sale);

    expect(await outcomeOf(sale.orderId)).toEqual({ ...voided, states: [] });
  });

  it('while its invoice is issued has none that could be paid', async () => {
    const sales = Array.from({ length: orders }, aSale);
    await Promise.all(
      sales.flatMap((sale, index) => {
        const both = [() => invoices.issue(sale), () => invoices.voidBecause(cancelled(sale.orderId))];
        return (index % 2 === 0 ? both : both.reverse()).map((act) => act());
      }),
    );

    for (const { orderId } of sales) {
      const { states, said } = await outcomeOf(orderId);
      expect({ states: states.filter((state) => state !== 'voided'), said }).toEqual({ ...voided, states: [] });
    }
  }, 60_000);

  it('while its invoice is paid stands as was answered and announced', async () => {
    const sales = Array.from({ length: orders }, aSale);
    for (const sale of sales) await invoices.issue(sale);
    const answered = await Promise.all(
      sales.map(async ({ id, orderId }, index) => {
        const pay = invoices.pay.bind(invoices, id, payable, new Date());
        const cancel = invoices.voidBecause.bind(invoices, cancelled(orderId));
        const [first, second] = index % 2 === 0 ? [pay(), cancel()] : [cancel(), pay()];
        const answers = await Promise.all([first, second]);
        return answers.find((answer) => answer !== undefined)?.state;
      }),
    );

    for (const [index, { orderId }] of sales.entries()) {
      const state = String(answered[index]);
      expect(await outcomeOf(orderId)).toEqual({ states: [state], said: `org.downscope.invoice.${state}.v1` });
    }
  }, 60_000);
});

describe('an invoice that is void', () => {
  it('is not paid any more', async () => {
    const sale = aSale();
    await invoices.issue(sale);
    await invoices.voidBecause(cancelled(sale.orderId));

    expect(await invoices.pay(sale.id, payable, new Date())).toMatchObject({ state: 'voided', paidAt: null });
    expect(await outcomeOf(sale.orderId)).toEqual({ ...voided, states: ['voided'] });
  });
});

describe('an order that is placed', () => {
  it('is invoiced once, however often and at once that is heard', async () => {
    const sales = Array.from({ length: 20 }, aSale);
    await Promise.all(sales.flatMap((sale) => [1, 2, 3].map(() => invoices.issue({ ...sale, id: randomUUID() }))));

    for (const { orderId } of sales)
      expect(await outcomeOf(orderId)).toEqual({ states: ['issued'], said: 'org.downscope.invoice.issued.v1' });
  }, 60_000);
});

describe('what a replica of an older version writes, while it still runs', () => {
  /** It knew neither states nor decided orders. */
  const issuedByIt = async ({ id, orderId, issuedAt, dueAt }: Invoice): Promise<void> => {
    await database.pool.query(
      `INSERT INTO invoices (id, order_id, customer_number, region, total_minor_units, currency, issued_at, due_at)
       VALUES ($1, $2, '1001', 'eu', 3990, 'EUR', $3, $4)`,
      [id, orderId, issuedAt, dueAt],
    );
  };

  it('is the invoice of its order: none other is issued, and it is announced', async () => {
    const sale = aSale();
    await issuedByIt(sale);
    await invoices.issue({ ...sale, id: randomUUID() });

    expect(await outcomeOf(sale.orderId)).toEqual({ states: ['issued'], said: 'org.downscope.invoice.issued.v1' });
  });

  it('is paid for good, although it notes when and not that', async () => {
    const sale = aSale();
    await issuedByIt(sale);
    await database.pool.query('UPDATE invoices SET paid_at = now() WHERE id = $1', [sale.id]);
    await invoices.voidBecause(cancelled(sale.orderId));

    expect(await outcomeOf(sale.orderId)).toEqual({ states: ['paid'], said: 'org.downscope.invoice.paid.v1' });
  });
});
