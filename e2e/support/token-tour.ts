import { randomInt, randomUUID } from 'node:crypto';
import { failStatements } from './failing-statements.ts';
import { placeOrder, showInvoice, untilInvoiced } from './orders.ts';
import { ownAccount } from './own-account.ts';
import { Secrets } from './secrets.ts';
import type { Credentials } from './sign-in.ts';
import type { StackClient } from './stack-client.ts';

interface Tour {
  /** Of the order that was placed. */
  readonly orderId: string;
  /** In which statements failed. */
  readonly failedTraceIds: readonly string[];
  /** What is a person's own: databases and events may hold it, logs and spans may not. */
  readonly personal: Secrets;
}

/** A run through everything that has to do with tokens, failures included. */
export async function goThroughEverything(stack: StackClient): Promise<Tour> {
  const personal = new Secrets();
  const person = await customerOfOnesOwn(stack, personal);
  stack.secrets.remember('password', person.password);
  const failedTraceIds = await failStatements(stack, person, personal);

  const { opaqueToken } = await stack.login(person);
  const api = stack.api(opaqueToken);
  const { id: orderId } = await placeOrder(api);
  await untilInvoiced(api, orderId);
  await showInvoice(api, orderId);
  await api.get('/customers/me');
  await api.get('/invoices');
  await api.get('/orders/not-an-id');

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

  const connected = await stack.login(person, {
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
  await api.get('/orders');
  return { orderId, failedTraceIds, personal };
}

/** Whose number and address are like nothing else that a log may hold. */
async function customerOfOnesOwn(stack: StackClient, personal: Secrets): Promise<Credentials> {
  const account = await ownAccount(stack, { name: 'quinn', like: 'alice' });
  const number = `9${randomInt(1e11).toString().padStart(11, '0')}`;
  const street = `Secret Street ${randomUUID()}`;
  personal.remember('customer number', number);
  personal.remember('address', street);
  await stack.query(
    'customer',
    `INSERT INTO customers (number, subject, name, region, address, credit_limit_minor_units, currency, payment_due_days)
     VALUES ($1, $2, 'Quinn Secret', 'eu', $3, 100000, 'EUR', 30)`,
    [number, account.id, JSON.stringify({ street, postcode: '118 46', city: 'Stockholm', country: 'SE' })],
  );
  return account;
}
