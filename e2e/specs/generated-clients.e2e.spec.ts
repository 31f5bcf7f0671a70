import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import createClient from 'openapi-fetch';
import { cancel, invoice, list, place, show } from '../support/clients/order-client.ts';
import { caller } from '../support/clients/order-fetch.ts';
import type { paths } from '../support/clients/order-paths.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { smallOrder } from '../support/orders.ts';

const stack = await openStack();
afterAll(() => stack.close());

// The clients know no edge: they call order itself, as an exchange or the edge's swap lets them.
const origin = stack.originOf('order');
const absent = '0199f3a2-7c41-7d3e-9b52-2f6f6e0f9a11';
let authorization: string;
beforeAll(async () => {
  const { opaqueToken } = await stack.login('alice', {
    scopes: ['openid', 'orders_read', 'orders_write', 'orders_cancel'],
  });
  authorization = `Bearer ${(await stack.swap(opaqueToken, 'urn:downscope:order')).reveal()}`;
  Object.assign(caller, { origin, authorization });
});

describe('the client by openapi-typescript and openapi-fetch', () => {
  it('places an order and reads it', async () => {
    const client = createClient<paths>({ baseUrl: origin, headers: { authorization } });
    const placed = await client.POST('/orders', { body: smallOrder });
    const total: number | undefined = placed.data?.total.minorUnits;
    expect(total).toBeGreaterThan(0);

    const shown = await client.GET('/orders/{id}', { params: { path: { id: placed.data?.id ?? '' } } });
    expect(shown.data?.customerName).toBe('Alice Lindqvist');
  });

  it('knows how it may be refused', async () => {
    const client = createClient<paths>({ baseUrl: origin });
    const { error, response } = await client.GET('/orders/{id}', { params: { path: { id: absent } } });
    expect(response.status).toBe(401);
    const code: string | undefined = error?.code;
    expect(code).toBe('missing_token');
  });
});

describe('the client by orval', () => {
  it('places an order, sees its invoice, and cancels it', async () => {
    const placed = await place(smallOrder);
    if (placed.status !== 201) throw new Error(placed.data.code);
    const { id } = placed.data;

    const city = await eventually(
      async () => {
        const invoiced = await invoice(id);
        if (invoiced.status !== 200) throw new Error(invoiced.data.code);
        return invoiced.data.billingAddress.city;
      },
      { deadlineMs: 20_000 },
    );
    expect(city).toMatch(/./);
    const cancelled = await cancel(id);
    expect(cancelled.data).toMatchObject({ id, state: 'cancelled' });
    const { data } = await list({ limit: 1 });
    expect(data).toMatchObject({ items: [{ id }] });
  });

  it('knows how it may be refused', async () => {
    const refused = await show(absent);
    expect([refused.status, refused.status === 404 && refused.data.code]).toEqual([404, 'order_not_found']);
  });
});
