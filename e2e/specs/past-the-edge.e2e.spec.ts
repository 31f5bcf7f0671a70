import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStack } from '../support/open-stack.ts';
import type { Secret } from '../support/secret.ts';
import { type ApiName, apis } from '../support/stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

const doors: Record<ApiName, string> = { order: '/orders', customer: '/customers/me', billing: '/invoices' };
const pairs = apis.flatMap((audience) => apis.map((service) => ({ audience, service })));

describe('a service that is reached past the edge', () => {
  let opaqueToken: Secret;
  const jwts = {} as Record<ApiName, Secret>;

  beforeAll(async () => {
    ({ opaqueToken } = await stack.login('alice'));
    for (const api of apis) jwts[api] = await stack.swap(opaqueToken, `urn:downscope:${api}`);
  });

  it.each(pairs.filter(({ audience, service }) => audience === service))(
    '$service opens to the JWT that is for it',
    async ({ service }) => {
      expect(await stack.callService(service, doors[service], { token: jwts[service] })).toMatchObject({
        status: 200,
      });
    },
  );

  it.each(pairs.filter(({ audience, service }) => audience !== service))(
    '$service refuses the JWT that is for $audience',
    async ({ audience, service }) => {
      const answer = await stack.callService(service, doors[service], { token: jwts[audience] });

      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    },
  );

  it.each(apis)('%s refuses the opaque token', async (service) => {
    const answer = await stack.callService(service, doors[service], { token: opaqueToken });

    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
  });

  it.each(apis)('%s refuses who brings no token, and names no error (RFC 6750 section 3.1)', async (service) => {
    const answer = await stack.callService(service, doors[service]);

    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer\b/);
    expect(answer.headers.get('www-authenticate')).not.toContain('error=');
  });

  it('customer refuses what the token of an exchange has no scope for', async () => {
    const creditCheck = await stack.exchange('order', jwts.order, {
      audience: 'urn:downscope:customer',
      scopes: ['customers_credit_check'],
    });

    const answer = await stack.callService('customer', '/customers/me', { token: creditCheck });

    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toMatch(/error="insufficient_scope"/);
  });
});
