import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { openStack } from '../support/open-stack.ts';
import type { Secret } from '../support/secret.ts';

const stack = await openStack();
afterAll(() => stack.close());

const payloadOf = (jwt: Secret): JWTPayload => decodeJwt(jwt.reveal());
const aboutPerson = ({ customer_number, region }: JWTPayload): object =>
  JSON.parse(JSON.stringify({ customer_number, region })) as object;

/** The rules of services/identity/README.md, "Tokens", on one way through all services. What ends a token is in revocation. */
describe('tokens', () => {
  let opaque: Secret;
  let jwts: readonly [forOrder: Secret, forBilling: Secret, forCustomer: Secret];
  let said: JWTPayload[];

  beforeAll(async () => {
    opaque = (await stack.login('alice', { scopes: ['openid', 'orders_read', 'orders_write'] })).opaqueToken;
    const forOrder = await stack.swap(opaque, 'urn:downscope:order');
    const forBilling = await stack.exchange('order', forOrder, {
      audience: 'urn:downscope:billing',
      scopes: ['invoices_read'],
    });
    const forCustomer = await stack.exchange('billing', forBilling, {
      audience: 'urn:downscope:customer',
      scopes: ['customers_address_read'],
    });
    jwts = [forOrder, forBilling, forCustomer];
    said = jwts.map(payloadOf);
  });

  it('an opaque token has no parts and says nothing', () => {
    expect(opaque.reveal()).toMatch(/^[\w~-]{43,}$/);
  });

  it('each JWT is an access token (RFC 9068), for one audience and with the scopes of that alone', () => {
    expect(jwts.map((jwt) => decodeProtectedHeader(jwt.reveal()))).toEqual(
      jwts.map(() => expect.objectContaining({ typ: 'at+jwt', alg: 'PS256' }) as unknown),
    );
    expect(said.map(({ aud, scope }) => [aud, scope])).toEqual([
      ['urn:downscope:order', 'orders_read orders_write'],
      ['urn:downscope:billing', 'invoices_read'],
      ['urn:downscope:customer', 'customers_address_read'],
    ]);
  });

  it('all that descend from one opaque token carry one origin_jti, and those of another login another', async () => {
    const again = (await stack.login('alice', { scopes: ['openid', 'orders_read'] })).opaqueToken;
    const other = payloadOf(await stack.swap(again, 'urn:downscope:order'));

    expect(new Set(said.map((jwt) => jwt['origin_jti'])).size).toBe(1);
    expect(other['origin_jti']).toMatch(/./);
    expect(other['origin_jti']).not.toBe(said[0]?.['origin_jti']);
    expect(opaque.reveal()).not.toContain(String(said[0]?.['origin_jti']));
  });

  it('all speak of the same person, and each has an id of its own', () => {
    expect(new Set(said.map(({ sub }) => sub)).size).toBe(1);
    expect(new Set(said.map(({ jti }) => jti)).size).toBe(said.length);
  });

  it('none outlives the one that it was made of', () => {
    const [order = 0, billing = 0, customer = 0] = said.map(({ exp }) => exp);

    expect(billing).toBeLessThanOrEqual(order);
    expect(customer).toBeLessThanOrEqual(billing);
  });

  it('after an exchange, act names all who act, outermost the one that asked, whose the token is', () => {
    expect(said.map((jwt) => [jwt['client_id'], jwt['act']])).toEqual([
      ['walkthrough', undefined],
      ['order', { sub: 'order' }],
      ['billing', { sub: 'billing', act: { sub: 'order' } }],
    ]);
  });

  it('what is said of the person becomes less with the scopes, and is never changed', () => {
    expect(said.map(aboutPerson)).toEqual([
      { customer_number: '1001', region: 'eu' },
      { customer_number: '1001' },
      { customer_number: '1001' },
    ]);
  });

  it("a service's own has neither origin nor actor, says nothing of anybody, and cannot be exchanged", async () => {
    const own = await stack.ownToken('billing', {
      audience: 'urn:downscope:customer',
      scopes: ['customers_terms_read_any'],
    });
    const payload = payloadOf(own);

    expect(payload).toMatchObject({ sub: 'billing', client_id: 'billing' });
    expect(Object.keys(payload).sort()).toEqual(['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub']);
    await expect(
      stack.exchange('billing', own, { audience: 'urn:downscope:customer', scopes: ['customers_address_read'] }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('a token is exchanged by its own audience alone', async () => {
    const asked = stack.exchange('billing', jwts[0], {
      audience: 'urn:downscope:customer',
      scopes: ['customers_address_read'],
    });

    await expect(asked).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
