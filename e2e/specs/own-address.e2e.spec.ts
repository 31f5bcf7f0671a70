import { afterAll, describe, expect, it } from '@jest/globals';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, showInvoice, untilInvoiced } from '../support/orders.ts';

const stack = await openStack();
afterAll(() => stack.close());

const scopes = ['openid', 'customers_read', 'customers_write', 'orders_read', 'orders_write'];
const elsewhere = { street: '9 Pine Road', postcode: '04105', city: 'Falmouth', country: 'US' };

describe('PATCH /customers/me', () => {
  it("changes the caller's own address, which the next look at an invoice shows", async () => {
    const bob = stack.api((await stack.login('bob', { scopes })).opaqueToken);
    const before = (await bob.get('/customers/me')).body as { address: object };
    const { id } = await placeOrder(bob);
    await untilInvoiced(bob, id);

    try {
      expect(await bob.patch('/customers/me', { address: elsewhere })).toMatchObject({
        status: 200,
        body: { number: '1002', address: elsewhere },
      });
      expect((await bob.get('/customers/me')).body).toEqual({ ...before, address: elsewhere });
      expect((await showInvoice(bob, id)).billingAddress).toEqual({ city: elsewhere.city });
    } finally {
      await bob.patch('/customers/me', { address: before.address });
    }
  });

  it.each([
    ['nothing', {}, 'address'],
    ['half an address', { address: { city: 'Falmouth' } }, 'street'],
    ['a country that is none', { address: { ...elsewhere, country: 'Maine' } }, 'country'],
    ['a city of no letters', { address: { ...elsewhere, city: '  ' } }, 'city'],
    ['a character that no address has', { address: { ...elsewhere, street: 'Pine\u0000Road' } }, 'street'],
    ['a street without end', { address: { ...elsewhere, street: 'x'.repeat(201) } }, 'street'],
    ['what is not theirs to change', { address: elsewhere, creditLimit: 1 }, 'creditLimit'],
  ])('refuses %s, and names it', async (_, body, named) => {
    const bob = stack.api((await stack.login('bob', { scopes })).opaqueToken);
    const answer = await bob.patch('/customers/me', body);

    expect(answer.status).toBe(400);
    expect(answer.text).toContain(named);
  });

  it('needs a scope of its own', async () => {
    const answer = await stack
      .api((await stack.login('bob')).opaqueToken)
      .patch('/customers/me', { address: elsewhere });

    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toMatch(/error="insufficient_scope".*scope="customers_write"/);
  });
});
