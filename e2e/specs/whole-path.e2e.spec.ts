import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import type { Hop } from '../support/journeys.ts';
import type { Login } from '../support/login.ts';
import { openStack } from '../support/open-stack.ts';
import { type Order, orderIdsSeenBy, placeOrder, showInvoice, untilInvoiced } from '../support/orders.ts';

const stack = await openStack();
afterAll(() => stack.close());

describe('one order, from login to invoice', () => {
  let login: Login;
  let alice: Api;
  let order: Order & { traceId: string };

  beforeAll(async () => {
    login = await stack.login('alice');
    alice = stack.api(login.opaqueToken);
    order = await placeOrder(alice, {
      lines: [
        { sku: 'moka-pot', quantity: 2 },
        { sku: 'espresso-beans-1kg', quantity: 1 },
      ],
    });
  });

  it('alice gets an opaque token of at most five minutes, and an ID token', () => {
    expect(login.hasIdToken).toBe(true);
    expect(login.opaqueToken.reveal()).not.toMatch(/\./);
    expect(login.expiresInSeconds).toBeGreaterThan(0);
    expect(login.expiresInSeconds).toBeLessThanOrEqual(300);
  });

  it('the order is priced from the catalogue, and hers', async () => {
    expect(order.total).toEqual({ minorUnits: 2 * 39_90 + 24_00, currency: 'EUR' });
    expect(await orderIdsSeenBy(alice)).toContain(order.id);
  });

  it('billing issues the invoice, and shows it with the address that customer knows', async () => {
    const { invoiceId } = await untilInvoiced(alice, order.id);

    const invoice = await alice.get(`/orders/${order.id}/invoice`);

    expect(invoice).toMatchObject({
      status: 200,
      body: { id: invoiceId, orderId: order.id, total: order.total, billingAddress: { city: 'Stockholm' } },
    });
    expect(await alice.get('/invoices')).toMatchObject({
      status: 200,
      body: { items: expect.arrayContaining([expect.objectContaining({ id: invoiceId })]) },
    });
  });

  it('she sees her own customer record', async () => {
    expect(await alice.get('/customers/me')).toMatchObject({ status: 200, body: { number: '1001' } });
  });

  it('every hop of the order is allowed less than the one before it, and says by which rule', async () => {
    await untilInvoiced(alice, order.id);
    await expectHops(order.traceId, [
      hop('walkthrough -> edge', { audience: 'urn:downscope:api', claims: ['customer_number', 'region'], rule: null }),
      hop('edge -> order', {
        scopes: ['orders_read', 'orders_write'],
        rule: 'edge.order',
        lost: { scopes: ['customers_read', 'invoices_read'], claims: [] },
      }),
      hop('order -> customer', {
        scopes: ['customers_credit_check'],
        actors: ['order'],
        rule: 'exchange.order.customer.orders_write',
        claims: ['customer_number'],
        lost: { scopes: ['orders_read', 'orders_write'], claims: ['region'] },
      }),
      hop('order -> billing', { via: 'event', audience: null, scopes: [], claims: [], rule: null }),
      hop('billing -> customer', {
        via: 'client_credentials',
        scopes: ['customers_terms_read_any'],
        claims: [],
        rule: 'clients.billing',
      }),
      hop('billing -> order', { via: 'event', audience: null, scopes: [], claims: [], rule: null }),
    ]);
  });

  it('every hop of the invoice acts for alice, and names all who act', async () => {
    await untilInvoiced(alice, order.id);
    const { traceId } = await showInvoice(alice, order.id);

    await expectHops(traceId, [
      hop('walkthrough -> edge', {}),
      hop('edge -> order', { rule: 'edge.order', actors: [] }),
      hop('order -> billing', {
        audience: 'urn:downscope:billing',
        scopes: ['invoices_read'],
        actors: ['order'],
        claims: ['customer_number'],
        rule: 'exchange.order.billing.orders_read',
      }),
      hop('billing -> customer', {
        audience: 'urn:downscope:customer',
        scopes: ['customers_address_read'],
        actors: ['billing', 'order'],
        rule: 'exchange.billing.customer.invoices_read',
      }),
    ]);
  });
});

function hop(name: string, expected: Partial<Hop>): unknown {
  const [from, to] = name.split(' -> ');
  return expect.objectContaining({ from, to, ...expected });
}

/** A journey is known a moment after its last hop: spans travel on their own. */
function expectHops(traceId: string, expected: readonly unknown[]): Promise<void> {
  return eventually(
    async () => {
      expect((await stack.journey(traceId)).hops).toEqual(expected);
    },
    { deadlineMs: 10_000 },
  );
}
