import { Counter } from 'k6/metrics';
import { ask } from './api.ts';
import type { Login } from './login.ts';
import { names } from './names.ts';
import { customerNumbers } from './people.ts';
import { isInvoice, isOrder, isOrderPage, type Order, type OrderPage } from './shapes.ts';

const placed = new Counter('orders_placed');
const invoiced = new Counter('orders_invoiced');
/** The difference of the two, because a threshold looks at one metric: it must come back to nothing. */
const awaitingInvoice = new Counter('orders_awaiting_invoice');

/** What each of the people can afford, written as nobody else does: by it the load's own orders are told from others. */
const ownLines = ['espresso-beans-1kg', 'espresso-beans-1kg'].map((sku) => ({ sku, quantity: 1 }));

export function isOwn({ lines }: Order): boolean {
  return JSON.stringify(lines.map(({ sku, quantity }) => ({ sku, quantity }))) === JSON.stringify(ownLines);
}

export function listOrders(login: Login, query = 'limit=20', name: string = names.list): OrderPage | undefined {
  return ask(
    login,
    { name, method: 'GET', path: `/orders?${query}` },
    { status: 200, body: (body): body is OrderPage => isOrderPage(body, customerNumbers[login.person]) },
  );
}

/** Places an order that is not counted: the caller waits for its invoice. */
export function orderSomething(login: Login): Order | undefined {
  return ask(
    login,
    { name: names.place, method: 'POST', path: '/orders', body: { lines: ownLines } },
    {
      status: 201,
      body: (body): body is Order => isOrder(body, customerNumbers[login.person]) && body.invoiceId === null,
    },
  );
}

export function placeOrder(login: Login): void {
  if (!orderSomething(login)) return;
  placed.add(1);
  awaitingInvoice.add(1);
}

/** Of the orders placed, so many were found invoiced. */
export function countAsInvoiced(count: number): void {
  invoiced.add(count);
  awaitingInvoice.add(-count);
}

/** One of these orders, another in each turn. */
export function showInvoiceOfOne(login: Login, orderIds: readonly string[], turn: number): void {
  const orderId = orderIds[turn % orderIds.length];
  if (orderId === undefined) throw new Error(`${login.person} has no invoiced order`);
  ask(
    login,
    { name: names.invoice, method: 'GET', path: `/orders/${orderId}/invoice` },
    { status: 200, body: (body): body is object => isInvoice(body, orderId, customerNumbers[login.person]) },
  );
}
