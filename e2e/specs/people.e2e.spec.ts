import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api } from '../support/api.ts';
import { openStack } from '../support/open-stack.ts';
import { type Order, orderIdsSeenBy, placeOrder, smallOrder } from '../support/orders.ts';
import { people, type Person } from '../support/people.ts';

const stack = await openStack();
afterAll(() => stack.close());

const scopes = ['openid', 'orders_read', 'orders_read_region', 'orders_write', 'customers_read', 'invoices_read'];

describe('who sees whose order', () => {
  const as = {} as Record<Person, Api>;
  let aliceOrder: Order;
  let bobOrder: Order;

  beforeAll(async () => {
    for (const person of people) as[person] = stack.api((await stack.login(person, { scopes })).opaqueToken);
    aliceOrder = await placeOrder(as.alice);
    bobOrder = await placeOrder(as.bob);
  });

  it('alice sees her own', async () => {
    expect(await as.alice.get(`/orders/${aliceOrder.id}`)).toMatchObject({ status: 200, body: { id: aliceOrder.id } });
    expect(await orderIdsSeenBy(as.alice)).toEqual(expect.arrayContaining([aliceOrder.id]));
  });

  it.each(['', '/invoice'])("bob gets 404 for alice's order%s, as for one that is not there", async (rest) => {
    const hers = await as.bob.get(`/orders/${aliceOrder.id}${rest}`);
    const nobodys = await as.bob.get(`/orders/00000000-0000-7000-8000-000000000000${rest}`);

    expect(hers.status).toBe(404);
    expect(hers.body).toEqual(nobodys.body);
    expect(await orderIdsSeenBy(as.bob)).not.toContain(aliceOrder.id);
  });

  it('carol, support in eu, sees orders of eu only', async () => {
    expect(await as.carol.get(`/orders/${aliceOrder.id}`)).toMatchObject({ status: 200 });
    expect(await as.carol.get(`/orders/${bobOrder.id}`)).toMatchObject({ status: 404 });
    const ids = await orderIdsSeenBy(as.carol);
    expect(ids).toContain(aliceOrder.id);
    expect(ids).not.toContain(bobOrder.id);
  });

  it('carol cannot write, although her token has the scope for it', async () => {
    const answer = await as.carol.post('/orders', smallOrder);

    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer\b/);
  });

  it.each(['/orders', '/invoices', '/customers/me'])('dan, no customer and no role, gets 403 at %s', async (path) => {
    const answer = await as.dan.get(path);

    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer\b/);
  });

  it("dan gets 403, not 404, for alice's order", async () => {
    expect(await as.dan.get(`/orders/${aliceOrder.id}`)).toMatchObject({ status: 403 });
    expect(await as.dan.post('/orders', smallOrder)).toMatchObject({ status: 403 });
  });
});
