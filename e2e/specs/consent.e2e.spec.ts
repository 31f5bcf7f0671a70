import { afterAll, describe, expect, it } from '@jest/globals';
import { logOut } from '../support/log-out.ts';
import { openStack } from '../support/open-stack.ts';
import { smallOrder } from '../support/orders.ts';
import { ownAccount } from '../support/own-account.ts';

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

  it("is not asked for the shop's own client, which stays connected for as long as the session lasts", async () => {
    const staying = { scopes: ['openid', 'offline_access', 'orders_read'], parameters: { prompt: 'consent' } };
    const authorization = await stack.authorize('alice', staying);
    expect(authorization).toMatchObject({ consentPage: undefined });
    const first = await stack.redeem(authorization);

    const second = await stack.refresh('walkthrough', first);
    await logOut(authorization);
    await expect(stack.refresh('walkthrough', second)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('says the next time when it was given, and marks what is new', async () => {
    const iris = await ownAccount(stack, { name: 'iris', like: 'alice' });
    const first = await stack.authorize(iris, { ...budgetPlanner, scopes: ['openid', 'orders_read'] });
    const again = await stack.authorize(iris, { ...budgetPlanner, scopes: ['openid', 'orders_read'] });
    const more = await stack.authorize(iris, budgetPlanner);

    expect(first.consentPage).not.toContain('You let it in before');
    expect(again.consentPage).toContain(new Date().toISOString().slice(0, 10));
    expect(again.consentPage).toContain('It asks for nothing new.');
    expect(more.consentPage).toContain('<li>See your orders</li>');
    expect(more.consentPage).toMatch(/<li>See your invoices <strong[^>]*>New</);
  });

  it('stands on the account page: what for, since when, and when it was last used', async () => {
    const iris = await ownAccount(stack, { name: 'iris', like: 'alice' });
    const authorization = await stack.authorize(iris, budgetPlanner);
    const account = async () => (await authorization.browser.visit(new URL('/account', stack.issuer))).html;
    const moment = (html: string, words: string) => {
      const [, at] = new RegExp(`${words} <time datetime="([^"]+)"`, 'i').exec(html) ?? [];
      return at === undefined ? undefined : Date.now() - Date.parse(at);
    };

    const before = await account();
    await stack.redeem(authorization);
    const after = await account();

    for (const words of ['Budget Planner', 'See your orders', 'See your invoices']) expect(before).toContain(words);
    expect(moment(before, 'Since')).toBeLessThan(60_000);
    expect(moment(before, 'last used')).toBeUndefined();
    expect(moment(after, 'last used')).toBeLessThan(60_000);
  });
});
