import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api } from '../support/api.ts';
import type { Login } from '../support/login.ts';
import { openStack } from '../support/open-stack.ts';
import { type Order, orderIdsSeenBy, placeOrder, untilInvoiced } from '../support/orders.ts';

const stack = openStack();
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
});
