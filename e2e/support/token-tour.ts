import { placeOrder, untilInvoiced } from './orders.ts';
import type { StackClient } from './stack-client.ts';

/** A run through everything that has to do with tokens, failures included. Answers the id of the order that it placed. */
export async function goThroughEverything(stack: StackClient): Promise<string> {
  const { opaqueToken } = await stack.login('alice');
  const alice = stack.api(opaqueToken);
  const { id } = await placeOrder(alice);
  await untilInvoiced(alice, id);
  await alice.get(`/orders/${id}/invoice`);
  await alice.get('/customers/me');
  await alice.get('/invoices');
  await alice.get('/orders/not-an-id');

  const forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
  const forBilling = await stack.exchange('order', forOrder, {
    audience: 'urn:downscope:billing',
    scopes: ['invoices_read'],
  });
  const address = { audience: 'urn:downscope:customer', scopes: ['customers_address_read'] };
  const forCustomer = await stack.exchange('billing', forBilling, address);
  await stack.callService('order', '/orders', { token: opaqueToken });
  await stack.callService('billing', '/invoices', { token: forCustomer });
  await stack.exchange('order', forOrder, address).catch(() => undefined);

  const connected = await stack.login('alice', {
    client: 'budget-planner',
    scopes: ['openid', 'offline_access', 'orders_read'],
    parameters: { prompt: 'consent' },
  });
  const planner = await stack.refresh('budget-planner', connected);
  await stack.api(planner.opaqueToken).post('/orders', { lines: [] });
  await stack.revoke(opaqueToken);
  await stack
    .exchange('order', forOrder, { audience: 'urn:downscope:billing', scopes: ['invoices_read'] })
    .catch(() => undefined);
  await alice.get('/orders');
  return id;
}
