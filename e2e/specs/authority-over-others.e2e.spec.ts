import { afterAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { openStack } from '../support/open-stack.ts';
import type { Person } from '../support/people.ts';
import { apis } from '../support/stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

const ofRegion = ['orders_read_region', 'invoices_read_region'];
const planner = { client: 'budget-planner', scopes: ['openid', 'orders_read', 'invoices_read'] } as const;

/** What the JWTs that an opaque token is swapped for say about the person, over all APIs. */
async function saidOf(person: Person, request: Parameters<typeof stack.login>[1]): Promise<string[]> {
  const { opaqueToken } = await stack.login(person, request);
  const jwts = await Promise.all(apis.map((api) => stack.swap(opaqueToken, `urn:downscope:${api}`)));
  const names = jwts.flatMap((jwt) => Object.keys(decodeJwt(jwt.reveal())));
  return ['customer_number', 'region', 'role'].filter((claim) => names.includes(claim));
}

describe("authority over others' orders and invoices", () => {
  it('is a scope of its own, which support can give', async () => {
    const { opaqueToken, scopes } = await stack.login('carol', { scopes: ['openid', 'orders_read', ...ofRegion] });

    expect(scopes.toSorted()).toEqual(['invoices_read_region', 'orders_read', 'orders_read_region']);
    expect(await stack.api(opaqueToken).get('/orders')).toMatchObject({ status: 200 });
    expect(await saidOf('carol', { scopes: ['openid', 'orders_read', ...ofRegion] })).toEqual(['region']);
  });

  it.each(['alice', 'dan'] as const)(
    'is not in the token of %s, who has no role, and the answer says so',
    async (person) => {
      const { scopes } = await stack.login(person, { scopes: ['openid', 'orders_read', ...ofRegion] });

      expect(scopes).toEqual(['orders_read']);
    },
  );

  it('does not follow from a role: a third party that carol lets see her orders sees nobody else’s', async () => {
    const { opaqueToken } = await stack.login('carol', planner);

    for (const path of ['/orders', '/invoices'])
      expect(await stack.api(opaqueToken).get(path)).toMatchObject({ status: 403 });
    expect(await saidOf('carol', planner)).toEqual([]);
  });

  it('cannot be asked for by a third party', async () => {
    const asked = stack.authorize('carol', { ...planner, scopes: ['openid', 'orders_read', 'orders_read_region'] });

    await expect(asked).rejects.toMatchObject({ code: 'invalid_scope' });
  });
});

describe('what is said of a person', () => {
  it.each([
    [['openid'], []],
    [['openid', 'orders_read'], ['customer_number']],
    [
      ['openid', 'orders_write'],
      ['customer_number', 'region'],
    ],
  ])('to a token with %j is %j', async (scopes, claims) => {
    expect(await saidOf('alice', { scopes })).toEqual(claims);
  });
});
