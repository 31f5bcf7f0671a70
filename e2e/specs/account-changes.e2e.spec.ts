import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { openStack } from '../support/open-stack.ts';
import { ownAccount } from '../support/own-account.ts';
import type { Credentials } from '../support/sign-in.ts';

const stack = await openStack();
afterAll(() => stack.close());

const thirdParty = { client: 'budget-planner', scopes: ['openid', 'orders_read'] } as const;
const audience = 'urn:downscope:order';

describe('what changes in an account', () => {
  let erin: Credentials;
  const change = (statement: string) => stack.query('identity', `${statement} WHERE username = $1`, [erin.username]);

  beforeEach(async () => {
    erin = await ownAccount(stack, { name: 'erin', like: 'carol' });
  });

  it('ends the tokens that held what was taken away, at once, and is in the next', async () => {
    const authorization = await stack.authorize(erin);
    const { opaqueToken } = await stack.redeem(authorization);
    await change(`UPDATE accounts SET attributes = attributes - 'role'`);

    await expect(stack.swap(opaqueToken, audience)).rejects.toMatchObject({ code: 'inactive' });
    const next = await stack.redeem(await stack.authorize(erin, {}, authorization.browser));
    const claims = decodeJwt((await stack.swap(next.opaqueToken, audience)).reveal());
    expect(claims).not.toHaveProperty('role');
  });

  it('is asked for each code: what was given reaches the next without a new grant', async () => {
    await change(`UPDATE accounts SET attributes = '{}'`);
    const authorization = await stack.authorize(erin);
    await change(`UPDATE accounts SET attributes = '{"region": "us"}'`);
    const next = await stack.redeem(await stack.authorize(erin, {}, authorization.browser));
    const claims = decodeJwt((await stack.swap(next.opaqueToken, audience)).reveal());

    expect(claims).toMatchObject({ region: 'us' });
  });

  it("at an operator's word, everything of a person ends, and of nobody else", async () => {
    const [hers, another] = [await stack.authorize(erin, thirdParty), await stack.login('carol')];
    const { opaqueToken } = await stack.redeem(hers);
    expect(await stack.identityCommand('end-everything-of', erin.username)).toBe(0);

    await expect(stack.swap(opaqueToken, audience)).rejects.toMatchObject({ code: 'inactive' });
    expect((await stack.begin(hers.browser, thirdParty)).page.html).toContain('type="password"');
    await expect(stack.swap(another.opaqueToken, audience)).resolves.toBeDefined();
    expect(await stack.identityCommand('end-everything-of', 'nobody')).toBe(2);
  });

  it.each([
    ['another password', `UPDATE accounts SET password_hash = password_hash || 'x'`],
    ['the end of the account', 'DELETE FROM accounts'],
  ])('%s ends tokens and sessions: a browser is asked to log in', async (_, statement) => {
    const authorization = await stack.authorize(erin, thirdParty);
    const { opaqueToken } = await stack.redeem(authorization);
    await change(statement);

    await expect(stack.swap(opaqueToken, audience)).rejects.toMatchObject({ code: 'inactive' });
    const { page } = await stack.begin(authorization.browser, thirdParty);
    expect(page).toMatchObject({ status: 200 });
    expect(page.html).toContain('type="password"');
  });
});
