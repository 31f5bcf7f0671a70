import { afterAll, describe, expect, it } from '@jest/globals';
import { openStack } from '../support/open-stack.ts';
import { smallOrder } from '../support/orders.ts';

const stack = await openStack();
afterAll(() => stack.close());

const budgetPlanner = { client: 'budget-planner', scopes: ['openid', 'orders_read', 'invoices_read'] } as const;

describe('consent', () => {
  it('is asked for a third party, and says what the scopes imply, all the way down', async () => {
    const { consentPage } = await stack.authorize('alice', budgetPlanner);

    expect(consentPage).toContain('Budget Planner');
    expect(consentPage).toContain('See your orders');
    expect(consentPage).toContain('See your invoices');
    expect(consentPage).toContain('See the name on your customer record');
    expect(consentPage).toContain('See your billing address');
    expect(consentPage).not.toContain('Place orders in your name');
  });

  it('once given, lets the client do that and no more', async () => {
    const { opaqueToken, scopes } = await stack.login('alice', budgetPlanner);
    const planner = stack.api(opaqueToken);

    expect(scopes.toSorted()).toEqual(['invoices_read', 'orders_read']);
    expect(await planner.get('/orders')).toMatchObject({ status: 200 });
    const refused = await planner.post('/orders', smallOrder);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toMatch(/error="insufficient_scope".*scope="orders_write"/);
  });

  it('refused, gives the client no code', async () => {
    await expect(stack.authorize('alice', { ...budgetPlanner, consent: 'Deny' })).rejects.toMatchObject({
      code: 'access_denied',
    });
  });

  it("is not asked for the shop's own client", async () => {
    expect(await stack.authorize('alice')).toMatchObject({ consentPage: undefined });
  });
});
