import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api } from '../support/api.ts';
import { openStack } from '../support/open-stack.ts';
import { orderIdsSeenBy } from '../support/orders.ts';

const stack = await openStack();
afterAll(() => stack.close());

describe('an order that is refused', () => {
  let alice: Api;
  beforeAll(async () => {
    alice = stack.api((await stack.login('alice')).opaqueToken);
  });

  it.each([
    ['is above the credit limit', 422, 'credit_limit_exceeded', [{ sku: 'espresso-machine', quantity: 2 }]],
    ['names no product of the catalogue', 422, 'product_unknown', [{ sku: 'unobtainium', quantity: 1 }]],
    ['has no lines', 400, undefined, []],
    ['has a quantity below one', 400, undefined, [{ sku: 'moka-pot', quantity: 0 }]],
    ['brings a price of its own', 400, undefined, [{ sku: 'moka-pot', quantity: 1, unitPrice: 1 }]],
  ])('%s: %i, and nothing is kept', async (_, status, code, lines) => {
    const before = await orderIdsSeenBy(alice);

    const answer = await alice.post('/orders', { lines });

    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer).toMatchObject({ status, body: { status, ...(code && { code }) } });
    expect(await orderIdsSeenBy(alice)).toEqual(before);
  });
});
