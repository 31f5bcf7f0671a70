import { type DatabaseOwner } from '@downscope/local/stack';
import { queryDatabase, type Row } from '../../support/databases.ts';
import type { Ledger } from './ledger.ts';
import type { Books, Standing } from './reckoning.ts';

const waitingRows = 'SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM outbox_awaited) AS waiting';

/** Reads the books of order and billing. */
export class Bookkeeping {
  readonly #urls: Readonly<Record<DatabaseOwner, string>>;

  constructor(urls: Readonly<Record<DatabaseOwner, string>>) {
    this.#urls = urls;
  }

  async read(ledger: Ledger): Promise<Books> {
    const ids = [...ledger.open.values()].flatMap((orderIds) => [...orderIds]);
    const orders = await this.#query('order', 'SELECT id, state, invoice_id FROM orders WHERE id = ANY($1)', ids);
    const invoices = await this.#query('billing', 'SELECT id, order_id FROM invoices WHERE order_id = ANY($1)', ids);
    const invoicesOf = Map.groupBy(invoices, (row) => row['order_id']);
    return {
      standings: new Map(
        orders.map((row): [string, Standing] => [
          String(row['id']),
          {
            state: String(row['state']),
            invoiceId: row['invoice_id'] as string | null,
            invoices: (invoicesOf.get(row['id']) ?? []).map(({ id }) => String(id)),
          },
        ]),
      ),
      orders: await this.#number('order', 'SELECT count(*) FROM orders'),
      invoices: await this.#number('billing', 'SELECT count(*) FROM invoices'),
      waiting: (await this.#number('order', waitingRows)) + (await this.#number('billing', waitingRows)),
    };
  }

  /** Whether one of these orders is invoiced. */
  async isAnyInvoiced(orderIds: readonly string[]): Promise<boolean> {
    const statement = "SELECT id FROM orders WHERE id = ANY($1) AND state = 'invoiced' LIMIT 1";
    return (await this.#query('order', statement, orderIds)).length > 0;
  }

  async #number(owner: DatabaseOwner, statement: string): Promise<number> {
    const [row] = await queryDatabase(this.#urls[owner], statement, []);
    return Number(Object.values(row ?? {})[0]);
  }

  #query(owner: DatabaseOwner, statement: string, ids: readonly string[]): Promise<Row[]> {
    return queryDatabase(this.#urls[owner], statement, [ids]);
  }
}
