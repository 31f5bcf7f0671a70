import type { Ledger, Rows } from './ledger.ts';

/** How an order stands in the databases of order and billing. */
export interface Standing {
  readonly state: string;
  readonly invoiceId: string | null;
  /** Every invoice of it that billing has. */
  readonly invoices: readonly string[];
}

/** What the services have written down. */
export interface Books extends Rows {
  /** Of the orders that are open in the ledger. */
  readonly standings: ReadonlyMap<string, Standing>;
  /** Events that are not sent, or had no effect yet. */
  readonly waiting: number;
}

/** What does not add up, in words. Nothing: acknowledged orders = rows = invoices = invoiced orders. */
export interface Shortfall {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly stuck: readonly string[];
}

export function reckon(ledger: Ledger, books: Books): Shortfall {
  const orderIds = [...ledger.open.values()].flatMap((ids) => [...ids]);
  const standings = orderIds.map((id) => [id, books.standings.get(id)] as const);
  const known = standings.flatMap(([id, standing]) => (standing ? [[id, standing] as const] : []));
  return {
    lost: standings.flatMap(([id, standing]) => (standing ? [] : [`order ${id} was acknowledged, and is not there`])),
    doubled: [
      ...[...ledger.open].filter(([, ids]) => ids.size > 1).map(([key]) => `key ${key} was answered with two orders`),
      ...known.filter(([, { invoices }]) => invoices.length > 1).map(([id]) => `order ${id} has two invoices`),
      ...beyond('orders', books.orders - ledger.settled.orders, orderIds.length),
      ...beyond('invoices', books.invoices - ledger.settled.invoices, orderIds.length),
    ],
    stuck: [
      ...known.flatMap(([id, standing]) => (isInvoiced(standing) ? [] : [`order ${id} is ${standing.state}`])),
      ...(ledger.unanswered > 0 ? [`${ledger.unanswered} callers have no order`] : []),
      ...(books.waiting > 0 ? [`${books.waiting} events wait`] : []),
    ],
  };
}

export function addsUp({ lost, doubled, stuck }: Shortfall): boolean {
  return lost.length + doubled.length + stuck.length === 0;
}

function isInvoiced({ state, invoiceId, invoices }: Standing): boolean {
  return state === 'invoiced' && invoices.some((id) => id === invoiceId);
}

function beyond(what: string, rows: number, acknowledged: number): string[] {
  return rows > acknowledged ? [`${rows - acknowledged} more ${what} than were acknowledged`] : [];
}
