import { sleep } from 'k6';
import type { Login } from './login.ts';
import { isOwn, listOrders } from './orders.ts';
import type { Order } from './shapes.ts';

/** Not among the measured ones. */
const requestName = 'follow orders';
const deadlineSeconds = 60;
const pauseSeconds = 1;

/** The newest order's id, or '' where there is none. Ids are UUIDs of version 7: later ones sort behind it. */
export function newestOrderId(login: Login): string {
  return listOrders(login, 'limit=1', requestName)?.items[0]?.id ?? '';
}

/**
 * Of the load's own orders placed after the one of that id, those that are invoiced: all of them, if that happens within a
 * minute. Billing hears of an order through Kafka, and order of the invoice: a moment passes.
 */
export function ordersInvoicedSince(login: Login, id: string): readonly Order[] {
  const deadlineMs = Date.now() + deadlineSeconds * 1000;
  for (;;) {
    const orders = ordersSince(login, id);
    const invoiced = orders.filter(({ invoiceId }) => invoiceId !== null);
    if (invoiced.length === orders.length || Date.now() > deadlineMs) return invoiced;
    sleep(pauseSeconds);
  }
}

function ordersSince(login: Login, id: string): Order[] {
  const found: Order[] = [];
  for (let query: string | null = 'limit=100'; query !== null;) {
    const page = listOrders(login, query, requestName);
    const newer = page?.items.filter((order) => order.id > id) ?? [];
    found.push(...newer.filter(isOwn));
    const more = page?.nextCursor && newer.length === page.items.length;
    query = more ? `limit=100&cursor=${page.nextCursor}` : null;
  }
  return found;
}
