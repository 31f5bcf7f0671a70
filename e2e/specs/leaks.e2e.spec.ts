import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, untilInvoiced } from '../support/orders.ts';
import { textOf } from '../support/topics.ts';

const stack = openStack();
afterAll(() => stack[Symbol.asyncDispose]());

/** Where something stands that must not: place -> what. */
type Findings = Record<string, string[]>;

describe('after a run through everything that has to do with tokens', () => {
  let orderId: string;
  let spans: string;

  beforeAll(async () => {
    await using collector = await stack.standInFor('journey');
    orderId = await goThroughEverything();
    await eventually(
      () => {
        const text = collector.captured.map(({ body }) => body).join('\n');
        for (const service of ['identity', 'phantom-token', 'order', 'customer', 'billing']) expect(text).toContain(service);
        expect(text).toContain('exchange.billing.customer.invoices_read');
        return Promise.resolve();
      },
      { deadlineMs: 20_000 },
    );
    spans = collector.captured.map(({ path, rawHeaders, body }) => [path, ...rawHeaders, body].join('\n')).join('\n');
  });

  it('the run met every kind of secret', () => {
    expect(stack.secrets.kinds).toEqual(
      expect.arrayContaining([
        'authorization code',
        'cookie _session',
        'ID token',
        'JWT for urn:downscope:billing',
        'JWT for urn:downscope:customer',
        'JWT for urn:downscope:order',
        'opaque token',
      ]),
    );
  });

  it('no span holds a token', () => {
    expect(stack.secrets.foundIn(spans)).toEqual([]);
  });

  it('no record of any topic holds a token, headers included', async () => {
    const records = await stack.topics.records();

    expect(records.filter(({ value }) => value?.includes(orderId)).map(({ topic }) => topic)).toEqual(
      expect.arrayContaining(['orders', 'invoices']),
    );
    expect(findings(records.map((record, index) => [`${record.topic} ${index}`, textOf(record)]))).toEqual({});
  });

  it('no log line holds a token', async () => {
    const logs = await stack.logs();

    for (const part of ['nginx', 'identity', 'phantom-token', 'order', 'customer', 'billing', 'kafka', 'postgres']) {
      expect([...logs.keys()]).toContain(part);
    }
    expect(logs.get('order')).not.toBe('');
    expect(findings([...logs])).toEqual({});
  });

  it('no database holds a token, a code or a session', async () => {
    const tables = await stack.databases();

    expect(tables.some(({ database, rows }) => database === 'order' && rows.some((row) => row.includes(orderId)))).toBe(true);
    expect(tables.some(({ database, rows }) => database === 'identity' && rows.length > 0)).toBe(true);
    expect(findings(tables.map(({ database, table, rows }) => [`${database}.${table}`, rows.join('\n')]))).toEqual({});
  });

  it('would have been caught: a token planted in each of these places is found', async () => {
    const canary = stack.secrets.remember('canary', `canary-${crypto.randomUUID()}`);
    await using _planted = await stack.plant(canary);

    const found = {
      ...findings((await stack.topics.records()).map((record) => [record.topic, textOf(record)])),
      ...findings([...(await stack.logs())]),
      ...findings((await stack.databases()).map(({ database, table, rows }) => [`${database}.${table}`, rows.join('\n')])),
    };

    expect(Object.keys(found).sort()).toEqual(['canary', 'e2e-canary', 'order.public.e2e_canary']);
  });
});

function findings(places: readonly (readonly [string, string])[]): Findings {
  const found = places.map(([place, text]) => [place, stack.secrets.foundIn(text)] as const);
  return Object.fromEntries(found.filter(([, secrets]) => secrets.length > 0));
}

async function goThroughEverything(): Promise<string> {
  const { opaqueToken } = await stack.login('alice');
  const alice = stack.api(opaqueToken);
  const { id } = await placeOrder(alice);
  await untilInvoiced(alice, id);
  await alice.get(`/orders/${id}/invoice`);
  await alice.get('/customers/me');
  await alice.get('/invoices');
  await alice.get('/orders/not-an-id');

  const forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
  const forBilling = await stack.exchange('order', forOrder, { audience: 'urn:downscope:billing', scopes: ['invoices_read'] });
  const address = { audience: 'urn:downscope:customer', scopes: ['customers_address_read'] };
  const forCustomer = await stack.exchange('billing', forBilling, address);
  await stack.callService('order', '/orders', { token: opaqueToken });
  await stack.callService('billing', '/invoices', { token: forCustomer });
  await stack.exchange('order', forOrder, address).catch(() => undefined);

  const planner = await stack.login('alice', { client: 'budget-planner', scopes: ['openid', 'orders_read'] });
  await stack.api(planner.opaqueToken).post('/orders', { lines: [] });
  await stack.revoke(opaqueToken);
  await stack.exchange('order', forOrder, { audience: 'urn:downscope:billing', scopes: ['invoices_read'] }).catch(() => undefined);
  await alice.get('/orders');
  return id;
}
