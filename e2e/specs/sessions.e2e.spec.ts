import { afterAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { logOut } from '../support/log-out.ts';
import { openStack } from '../support/open-stack.ts';
import { click, typePassword } from '../support/sign-in.ts';

const stack = await openStack();
afterAll(() => stack.close());

const { issuer } = stack;
/** A third party's next code needs no password while the session lasts, only a consent. */
const thirdParty = { client: 'budget-planner', scopes: ['openid', 'orders_read'] } as const;

const isLogin = ({ html }: Page) => html.includes('type="password"');
const theForm = ({ forms: [form] }: Page) => {
  if (!form) throw new Error('no form');
  return form;
};
const sessionCookie = async (browser: Browser) =>
  (await browser.cookies(issuer)).find(({ key }) => key.endsWith('session'))?.value;
const ofAlice = `payload ->> 'accountId' = (SELECT id::text FROM accounts WHERE username = 'alice')`;

describe('a session', () => {
  it('ends eight hours after the login, however much it is used', async () => {
    const { browser } = await stack.authorize('alice', thirdParty);
    const login = `jsonb_set(payload, '{loginTs}', to_jsonb(extract(epoch FROM now())::int - 8 * 3600 + 5))`;
    await stack.query('identity', `UPDATE oidc_records SET payload = ${login} WHERE model = 'Session' AND ${ofAlice}`);

    const before = await stack.begin(browser, thirdParty);
    const after = await eventually(
      async () => {
        const { page } = await stack.begin(browser, thirdParty);
        expect(isLogin(page)).toBe(true);
        return page;
      },
      { deadlineMs: 15_000 },
    );

    expect(before.page.html).toContain('Allow');
    expect(after.html).not.toContain('Allow');
  });

  it('ends after half an hour of no use', async () => {
    const { browser } = await stack.authorize('alice', thirdParty);
    const left = await stack.query(
      'identity',
      `SELECT extract(epoch FROM max(expires_at) - now())::int AS seconds FROM oidc_records WHERE model = 'Session' AND ${ofAlice}`,
    );
    expect(left[0]?.['seconds']).toBeGreaterThan(29 * 60);
    expect(left[0]?.['seconds']).toBeLessThanOrEqual(30 * 60);

    const unused = `jsonb_set(payload, '{exp}', to_jsonb(extract(epoch FROM now())::int - 1))`;
    await stack.query('identity', `UPDATE oidc_records SET payload = ${unused} WHERE model = 'Session' AND ${ofAlice}`);

    expect((await stack.begin(browser, thirdParty)).page.html).toContain('type="password"');
  });

  it('gets another id with every login, and the one before opens nothing', async () => {
    const { browser } = await stack.authorize('alice', thirdParty);
    const before = (await sessionCookie(browser)) ?? '';
    await stack.authorize('alice', {}, browser);
    const after = await sessionCookie(browser);

    expect(after).not.toBe(before);
    const thief = stack.browser();
    for (const { key, value } of await browser.cookies(issuer)) {
      await thief.toss(`${key}=${key.endsWith('session') ? before : value}; Path=/; HttpOnly`, issuer);
    }
    expect(isLogin((await stack.begin(thief, thirdParty)).page)).toBe(true);
  });

  it("is not enough for the shop's own app on a person's machine: it logs in each time", async () => {
    const { browser } = await stack.authorize('alice');

    expect(isLogin((await stack.begin(browser)).page)).toBe(true);
  });
});

describe('a login', () => {
  const tossed = async (from: Browser, uid: string): Promise<string[]> => {
    const domain = new URL(issuer).hostname.split('.').slice(1).join('.');
    const cookies = await from.cookies(`${issuer}/interaction/${uid}`);
    return cookies.map(({ key, value }) => `${key}=${value}; Domain=${domain}; Path=/`);
  };
  const uidOf = (page: Page) => page.url.pathname.split('/').pop() ?? '';
  const sibling = stack.apiOrigin;

  it('that somebody else began, and tossed from a sibling host, gives them nothing', async () => {
    const [attacker, victim] = [stack.browser(), stack.browser()];
    const { page } = await stack.begin(attacker, thirdParty);
    const uid = uidOf(page);
    for (const cookie of await tossed(attacker, uid)) await victim.toss(cookie, sibling);

    const shown = await victim.visit(page.url);
    if (isLogin(shown)) await typePassword(victim, shown, 'alice');
    const taken = await attacker.visit(new URL(`/auth/${uid}`, issuer));

    expect(taken.leftFor).toBeUndefined();
    expect(taken.html).not.toContain('Allow');
    expect(taken.status).toBe(400);
  });

  it('that somebody else began is not even shown to a browser that began one of its own', async () => {
    const [attacker, victim] = [stack.browser(), stack.browser()];
    const { page } = await stack.begin(attacker, thirdParty);
    await stack.begin(victim, thirdParty);
    for (const cookie of await tossed(attacker, uidOf(page))) await victim.toss(cookie, sibling);

    const shown = await victim.visit(page.url);

    expect(shown.status).toBe(400);
    expect(isLogin(shown)).toBe(false);
  });

  it('is shown again when the address that its form was sent to is opened', async () => {
    const browser = stack.browser();
    const { page } = await stack.begin(browser);
    const wrong = await typePassword(browser, page, { username: 'alice', password: 'wrong' });
    expect(wrong.status).toBe(422);

    expect(isLogin(await browser.visit(wrong.url))).toBe(true);
  });

  it('goes on in each of two tabs', async () => {
    const browser = stack.browser();
    const [first, second] = [await stack.begin(browser, thirdParty), await stack.begin(browser, thirdParty)];

    for (const { page } of [first, second]) {
      const next = await typePassword(browser, page, 'alice');
      expect(next.html).toContain('Allow');
    }
  });

  it.each([
    ['another origin', { origin: stack.apiOrigin }],
    ['another origin of the same site', { origin: issuer, 'sec-fetch-site': 'same-site' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['an origin that is hidden, and a browser that does not say more', { origin: 'null' }],
  ])('is not taken from a form of %s', async (_, headers) => {
    const browser = stack.browser();
    const { page } = await stack.begin(browser);
    const answer = await browser.submit(page, theForm(page), {
      filled: { username: 'alice', password: 'alice-demo-password' },
      headers,
    });

    expect(answer.status).toBe(403);
  });

  it('is taken where an extension hides the origin, and the browser says it is ours', async () => {
    const browser = stack.browser();
    const { page } = await stack.begin(browser);
    const answer = await browser.submit(page, theForm(page), {
      filled: { username: 'alice', password: 'alice-demo-password' },
      headers: { origin: 'null', 'sec-fetch-site': 'same-origin' },
    });

    expect(answer.leftFor?.searchParams.has('code')).toBe(true);
  });
});

describe('a form of the account page', () => {
  it('is not taken from another origin: nothing ends', async () => {
    const authorization = await stack.authorize('alice', thirdParty);
    const { opaqueToken } = await stack.redeem(authorization);
    const { browser } = authorization;
    const page = await browser.visit(new URL('/account', issuer));
    expect(page.forms.length).toBeGreaterThan(2);

    const answers = [];
    for (const form of page.forms) {
      const { status } = await browser.submit(page, form, { headers: { origin: stack.apiOrigin } });
      answers.push(status);
    }
    expect(answers).toEqual(page.forms.map(() => 403));
    await expect(stack.swap(opaqueToken, 'urn:downscope:order')).resolves.toBeDefined();
  });
});

describe('logging out', () => {
  const returnTo = 'http://127.0.0.1/logged-out';
  const ask = (browser: Browser, change: Record<string, string> = {}) => {
    const url = new URL('/session/end', issuer);
    const asked = { client_id: 'walkthrough', post_logout_redirect_uri: returnTo, state: 'st', ...change };
    url.search = new URLSearchParams(asked).toString();
    return browser.visit(url);
  };

  it('leads back to the app, where the app registered it', async () => {
    const { browser } = await stack.authorize('alice');
    const page = await ask(browser);
    const last = await browser.submit(page, theForm(page), { filled: { logout: 'yes' } });

    expect(last.leftFor?.href).toBe(`${returnTo}?state=st`);
  });

  it('leads nowhere else', async () => {
    const { browser } = await stack.authorize('alice');

    expect(await ask(browser, { post_logout_redirect_uri: 'http://127.0.0.1/elsewhere' })).toMatchObject({
      status: 400,
    });
  });

  it('ends what the session gave', async () => {
    const authorization = await stack.authorize('alice', thirdParty);
    await logOut(authorization);

    expect(isLogin((await stack.begin(authorization.browser, thirdParty)).page)).toBe(true);
  });

  it('and then staying leaves everything as it was', async () => {
    const authorization = await stack.authorize('alice');
    const { opaqueToken } = await stack.redeem(authorization);
    const { browser } = authorization;
    const page = await ask(browser);
    const stay = /<a[^>]*href="([^"]+)"[^>]*>\s*Stay/.exec(page.html)?.[1] ?? '';
    expect(await browser.visit(new URL(stay, page.url))).toMatchObject({ status: 200 });

    await expect(stack.swap(opaqueToken, 'urn:downscope:order')).resolves.toBeDefined();
    const { page: next } = await stack.begin(browser, thirdParty);
    expect(next.html).toContain('Allow');
    expect((await click(browser, next, 'Allow')).leftFor?.searchParams.has('code')).toBe(true);
  });
});
