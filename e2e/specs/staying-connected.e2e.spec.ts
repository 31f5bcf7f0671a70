import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Authorization } from '../support/authorization.ts';
import { eventually } from '../support/eventually.ts';
import type { Login } from '../support/login.ts';
import { logOut } from '../support/log-out.ts';
import { openStack } from '../support/open-stack.ts';
import { ownAccount } from '../support/own-account.ts';
import type { Secret } from '../support/secret.ts';
import type { Credentials } from '../support/sign-in.ts';

const stack = await openStack();
afterAll(() => stack.close());

const planner = {
  client: 'budget-planner',
  scopes: ['openid', 'offline_access', 'orders_read', 'invoices_read'],
  parameters: { prompt: 'consent' },
} as const;
const audience = 'urn:downscope:order';
const invalidGrant = { error: 'invalid_grant' };

describe('an application that stays connected', () => {
  let grace: Credentials;
  let authorization: Authorization;
  let first: Login;

  const next = ({ refreshToken }: Login, parameters?: Record<string, string>) =>
    stack.refresh('budget-planner', { refreshToken }, parameters);
  const isLive = async (opaqueToken: Secret): Promise<boolean> => {
    const swapped = await stack.swap(opaqueToken, audience).catch((error: unknown) => error as { code?: string });
    return !('code' in swapped && swapped.code === 'inactive');
  };
  const hers = `payload ->> 'accountId' = (SELECT id::text FROM accounts WHERE username = $1)`;
  const change = (statement: string) => stack.query('identity', statement, [grace.username]);
  const connect = async (more: { staysConnected?: boolean } = {}) => {
    authorization = await stack.authorize(grace, { ...planner, ...more });
    first = await stack.redeem(authorization);
  };

  beforeEach(async () => {
    grace = await ownAccount(stack, { name: 'grace', like: 'carol' });
    await connect();
  });

  it('gets another opaque token for the same scopes, and the next refresh token, which is sealed like every id', async () => {
    const second = await next(first);

    expect(second.scopes).toEqual(['orders_read', 'invoices_read']);
    expect(second.refreshToken?.reveal()).toMatch(/^[\w-]{43}~[\w-]{8}~[\w-]{22}$/);
    expect(second.refreshToken?.reveal()).not.toBe(first.refreshToken?.reveal());
    const [before, after] = await Promise.all(
      [first, second].map(async ({ opaqueToken }) => decodeJwt((await stack.swap(opaqueToken, audience)).reveal())),
    );
    expect(after?.['auth_time']).toBe(before?.['auth_time']);
    expect(after?.['origin_jti']).not.toBe(before?.['origin_jti']);
  });

  it('is asked of the person, in words', () => {
    expect(authorization.consentPage).toContain('until you log out, 8 hours at most, without asking you again');
    expect(authorization.consentPage).toContain('stay connected after I have logged out, for 30 days at most');
  });

  it.each([
    ['does not ask for it', { ...planner, scopes: ['openid', 'orders_read'] }],
    ['does not have the person asked', { ...planner, parameters: {} }],
  ])('is none that %s', async (_, request) => {
    expect((await stack.login(grace, request)).refreshToken).toBeUndefined();
  });

  it('may ask for less, and not for more', async () => {
    const less = await next(first, { scope: 'openid orders_read' });

    expect(less.scopes).toEqual(['orders_read']);
    await expect(next(less, { scope: 'orders_read orders_write' })).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  it('is the only one that can: the token is of no use to another client', async () => {
    await expect(stack.refresh('assistant', first)).rejects.toMatchObject(invalidGrant);
    await expect(next(first)).resolves.toBeDefined();
  });

  it('loses everything when a refresh token comes again: somebody stole one', async () => {
    const second = await next(first);
    const third = await next(second);
    await expect(next(first)).rejects.toMatchObject(invalidGrant);

    await expect(next(third)).rejects.toMatchObject(invalidGrant);
    expect(await Promise.all([first, second, third].map(({ opaqueToken }) => isLive(opaqueToken)))).toEqual([
      ...[false, false, false],
    ]);
    const audited = await change(`SELECT client_id FROM audit WHERE event = 'refresh_token.reused'
      AND subject = (SELECT id::text FROM accounts WHERE username = $1)`);
    expect(audited).toEqual([{ client_id: 'budget-planner' }]);
  });

  it('may ask again within ten seconds when an answer was lost; what that held is good for nothing', async () => {
    const lost = await next(first);
    const second = await next(first);
    await expect(next(second)).resolves.toBeDefined();

    await expect(next(lost)).rejects.toMatchObject(invalidGrant);
    await expect(next(second)).rejects.toMatchObject(invalidGrant);
  });

  it('loses everything when it asks again after that', async () => {
    const second = await next(first);
    await change(`UPDATE oidc_records SET consumed_at = consumed_at - interval '11 seconds'
      WHERE model = 'RefreshToken' AND ${hers}`);
    await expect(next(first)).rejects.toMatchObject(invalidGrant);

    await expect(next(second)).rejects.toMatchObject(invalidGrant);
  });

  it('holds one refresh token, however often it asked at once', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => next(first)));

    expect(answers.map(({ status }) => status)).toContain('fulfilled');
    const live = await change(
      `SELECT count(*)::int AS count FROM oidc_records WHERE model = 'RefreshToken' AND consumed_at IS NULL AND ${hers}`,
    );
    expect(live).toEqual([{ count: 1 }]);
  });

  it('ends with the grant, however often it was renewed', async () => {
    const second = await next(first);
    const [ends] = await change(`SELECT extract(epoch FROM max(expires_at) - min(expires_at))::int AS "secondsApart"
      FROM oidc_records WHERE model IN ('Grant', 'RefreshToken') AND ${hers}`);
    expect(ends?.['secondsApart']).toBeLessThan(30);
    await change(`UPDATE oidc_records SET payload = jsonb_set(payload, '{exp}', to_jsonb(extract(epoch FROM now() - interval '5 seconds')::int))
      WHERE model = 'Grant' AND ${hers}`);

    await expect(next(second)).rejects.toMatchObject(invalidGrant);
  });

  it('ends with the session', async () => {
    await logOut(authorization);

    await expect(next(first)).rejects.toMatchObject(invalidGrant);
    expect(await isLive(first.opaqueToken)).toBe(false);
  });

  it('ends when it revokes its refresh token, and its opaque tokens with it', async () => {
    if (first.refreshToken) await stack.revoke(first.refreshToken, 'budget-planner');

    await expect(next(first)).rejects.toMatchObject(invalidGrant);
    expect(await isLive(first.opaqueToken)).toBe(false);
  });

  it('waits where a source of claims is out, and may come again with the same token', async () => {
    await stack.stop('customer');
    await expect(next(first)).rejects.toMatchObject({ cause: { status: 503 } });
    await stack.start('customer');

    await eventually(() => next(first), { deadlineMs: 30_000 });
  }, 240_000);

  describe('and that the person lets stay when they have logged out', () => {
    beforeEach(() => connect({ staysConnected: true }));

    it('does, and its tokens can be exchanged', async () => {
      await logOut(authorization);
      const second = await next(first);

      const forOrder = await stack.swap(second.opaqueToken, audience);
      const narrower = { audience: 'urn:downscope:billing', scopes: ['invoices_read'] };
      await expect(stack.exchange('order', forOrder, narrower)).resolves.toBeDefined();
    });

    it('has thirty days, and is told on the account page, where it is taken back', async () => {
      const page = await authorization.browser.visit(new URL('/account', stack.issuer));
      expect(page.html).toContain('Stays connected after you log out');
      const [row] = await change(`SELECT extract(epoch FROM max(expires_at) - now())::int AS seconds
        FROM oidc_records WHERE model = 'RefreshToken' AND ${hers}`);
      expect(Number(row?.['seconds']) / 86_400).toBeCloseTo(30, 1);

      const form = page.forms.find(({ action }) => action.endsWith('/budget-planner/take-back'));
      if (!form) throw new Error('no form to take it back');
      await authorization.browser.submit(page, form, {});
      await expect(next(first)).rejects.toMatchObject(invalidGrant);
      expect(await isLive(first.opaqueToken)).toBe(false);
    });

    it('does so when a session is ended on the account page too', async () => {
      const page = await authorization.browser.visit(new URL('/account', stack.issuer));
      const form = page.forms.find(({ action }) => /sessions\/.*\/end$/.test(action));
      if (!form) throw new Error('no form to end it');
      await authorization.browser.submit(page, form, {});

      await expect(next(first)).resolves.toBeDefined();
    });
  });
});

describe('what was taken from a person', () => {
  it('is in no token after the next refresh', async () => {
    const grace = await ownAccount(stack, { name: 'grace', like: 'carol' });
    const request = {
      scopes: ['openid', 'offline_access', 'orders_read', 'orders_read_region'],
      parameters: { prompt: 'consent' },
    };
    const before = await stack.login(grace, request);
    expect(before.scopes).toContain('orders_read_region');
    await stack.query('identity', `UPDATE accounts SET attributes = attributes - 'role' WHERE username = $1`, [
      grace.username,
    ]);

    await expect(stack.swap(before.opaqueToken, audience)).rejects.toMatchObject({ code: 'inactive' });
    const after = await stack.refresh('walkthrough', before);
    expect(after.scopes).toEqual(['orders_read']);
    expect(decodeJwt((await stack.swap(after.opaqueToken, audience)).reveal())['scope']).toBe('orders_read');
  });
});
