import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

const forBilling = { audience: 'urn:downscope:billing', scopes: ['invoices_read'] };
const forCustomer = { audience: 'urn:downscope:customer', scopes: ['customers_address_read'] };

describe('a revoked opaque token', () => {
  it('is refused at the edge within five seconds, however busy the caches are', async () => {
    const { opaqueToken } = await stack.login('alice');
    const alice = stack.api(opaqueToken);
    expect(await alice.get('/orders')).toMatchObject({ status: 200 });

    await stack.revoke(opaqueToken);
    const refused = await eventually(
      async () => {
        const answer = await alice.get('/orders');
        expect(answer.status).not.toBe(200);
        return answer;
      },
      { deadlineMs: 5_000 },
    );

    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
  });

  it('takes with it, at once, what descends from it: no swap, and no exchange at any depth', async () => {
    const { opaqueToken } = await stack.login('alice');
    const forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
    const child = await stack.exchange('order', forOrder, forBilling);
    await expect(stack.exchange('billing', child, forCustomer)).resolves.toBeDefined();

    await stack.revoke(opaqueToken);

    await expect(stack.swap(opaqueToken, 'urn:downscope:order')).rejects.toMatchObject({ code: 'inactive' });
    await expect(stack.exchange('order', forOrder, forBilling)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(stack.exchange('billing', child, forCustomer)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it("leaves another login's token alone", async () => {
    const [revoked, other] = [await stack.login('alice'), await stack.login('alice')];

    await stack.revoke(revoked.opaqueToken);

    expect(await stack.api(other.opaqueToken).get('/orders')).toMatchObject({ status: 200 });
  });
});
