import { afterAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { openStack } from '../support/open-stack.ts';
import { smallOrder } from '../support/orders.ts';
import { authorizationOf, type CapturedRequest } from '../support/stand-in.ts';

const stack = await openStack();
afterAll(() => stack.close());

describe('which token goes where', () => {
  it.each([
    ['order', '/orders', 'orders_read orders_write'],
    ['customer', '/customers/me', 'customers_read'],
    ['billing', '/invoices', 'invoices_read'],
  ] as const)(
    'the opaque token does not reach %s: in its place comes a JWT for that alone',
    async (name, path, scope) => {
      const { opaqueToken } = await stack.login('alice');
      await using service = await stack.standInFor(name);

      const headers = { 'x-forwarded-user': 'carol', baggage: 'role=support' };
      expect(await stack.api(opaqueToken).get(path, { headers })).toMatchObject({ status: 200 });

      expect(service.captured).toHaveLength(1);
      expect(JSON.stringify(service.captured)).not.toContain(opaqueToken.reveal());
      const { header, payload } = onlyJwtOf(service.captured[0]);
      expect(header).toMatchObject({ typ: 'at+jwt', alg: 'PS256' });
      expect(payload).toMatchObject({ aud: `urn:downscope:${name}`, scope, customer_number: '1001' });
      const headerNames = service.captured.flatMap(headerNamesOf);
      expect(headerNames).toContain('traceparent');
      expect(headerNames).not.toContain('x-forwarded-user');
      expect(headerNames).not.toContain('baggage');
    },
  );

  it('customer gets a token of its own from order, worth one question', async () => {
    const { opaqueToken } = await stack.login('alice');
    await using customer = await stack.standInFor('customer');

    await stack.api(opaqueToken).post('/orders', smallOrder);

    const { payload } = onlyJwtOf(customer.captured[0]);
    expect(payload).toMatchObject({
      aud: 'urn:downscope:customer',
      scope: 'customers_credit_check',
      client_id: 'order',
      act: { sub: 'order' },
    });
    expect(JSON.stringify(customer.captured)).not.toContain(opaqueToken.reveal());
  });
});

function onlyJwtOf(request: CapturedRequest | undefined) {
  const [authorization = '', ...others] = request ? authorizationOf(request) : [];
  expect(others).toEqual([]);
  const jwt = authorization.replace(/^Bearer /, '');
  return { header: decodeProtectedHeader(jwt), payload: decodeJwt(jwt) };
}

function headerNamesOf({ rawHeaders }: CapturedRequest): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
}
