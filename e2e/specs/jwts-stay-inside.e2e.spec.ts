import { afterAll, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, untilInvoiced } from '../support/orders.ts';

const stack = await openStack();
afterAll(() => stack.close());

it('no JWT access token reaches the client, whatever it asks and however it fails', async () => {
  const { opaqueToken } = await stack.login('alice');
  const alice = stack.api(opaqueToken);
  const { id } = await placeOrder(alice);
  await untilInvoiced(alice, id);
  await alice.get(`/orders/${id}/invoice`);
  await alice.get('/orders/not-an-id');
  await alice.post('/orders', { lines: [] });
  await alice.get('/swap?audience=urn:downscope:order');
  await stack.api().get('/orders');
  await stack.api(stack.secrets.remember('bad token', 'not-a-token-of-anybody')).get('/orders');

  expect(stack.received).toContain(opaqueToken.reveal());
  const jwts = stack.received.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? [];
  expect(jwts.length).toBeGreaterThan(0);
  expect(jwts.map((jwt) => decodeProtectedHeader(jwt).typ)).not.toContain('at+jwt');
  expect(new Set(jwts.map((jwt) => decodeJwt(jwt).aud))).toEqual(new Set(['walkthrough']));
});
