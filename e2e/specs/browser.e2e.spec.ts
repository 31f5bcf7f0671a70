import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { BrowserContext, Page } from 'playwright-core';
import type { AuthorizationRequest } from '../support/authorization.ts';
import {
  accessibilityProblems,
  addPasskey,
  launchChromium,
  logInAs,
  plugInAuthenticator,
} from '../support/chromium.ts';
import { LoopbackApp } from '../support/loopback-app.ts';
import { openStack } from '../support/open-stack.ts';
import { ownAccount } from '../support/own-account.ts';
import { placeOrder, untilInvoiced } from '../support/orders.ts';
import type { Credentials } from '../support/sign-in.ts';

const stack = await openStack();
const chromium = await launchChromium();
afterAll(async () => {
  await chromium.close();
  await stack.close();
});

const thirdParty = { client: 'budget-planner', scopes: ['openid', 'orders_read'] } as const;
const paying = ['openid', 'orders_read', 'orders_write', 'invoices_read', 'invoices_pay'];
const audience = 'urn:downscope:billing';

let context: BrowserContext;
let page: Page;
let app: LoopbackApp;
beforeEach(async () => {
  context = await chromium.newContext();
  page = await context.newPage();
  app = await LoopbackApp.listen();
});
afterEach(async () => {
  await context.close();
  await app[Symbol.asyncDispose]();
});

/** An application sends a tab to identity, and waits for it to come back. */
async function ask(request: Partial<AuthorizationRequest> = {}, to = app, tab = page) {
  const parameters = { ...request.parameters, redirect_uri: to.redirectUri };
  const { url, ...asked } = await stack.authorizationUrl({ ...request, parameters });
  await tab.goto(url.href);
  const redeem = async () => {
    const callback = await to.callback;
    // The callback is heard before the tab shows it, and who sends a tab elsewhere in between is interrupted.
    await tab.waitForURL(callback.href);
    return stack.redeem({ ...asked, callback });
  };
  return { redeem };
}

/** Somebody whose account this spec may change, and who is no customer. */
const somebody = (): Promise<Credentials> => ownAccount(stack, { name: 'frida', like: 'alice', attributes: {} });

async function addPasskeyOf(password: string): Promise<void> {
  await page.goto(`${stack.issuer}/account`);
  await addPasskey(page, password);
}

describe('in a real browser', () => {
  it('a wrong password is said beside the field, also after reloading; the right one leads back', async () => {
    const { redeem } = await ask();
    await logInAs(page, { username: 'alice', password: 'wrong' });
    await page.getByRole('alert').getByText('do not match').waitFor();
    await page.goto(page.url());
    await logInAs(page, 'alice');

    expect((await redeem()).scopes).toContain('orders_read');
    expect(await page.title()).toBe('Back in the app');
  });

  it('consent survives reloading; going back says that the login is over', async () => {
    const { redeem } = await ask(thirdParty);
    await logInAs(page, 'alice');
    await page.reload();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL(/callback/);
    expect((await redeem()).scopes).toEqual(['orders_read']);

    await page.goBack();
    expect(await page.getByRole('heading').textContent()).toBe('This login has ended');
  });

  it('what cannot be is said again when it is reloaded', async () => {
    await page.goto(`${stack.issuer}/auth?client_id=nobody`);
    await page.reload();

    expect(await page.getByRole('heading').textContent()).toBe('That did not work');
  });

  it('denied, the application is told', async () => {
    await ask(thirdParty);
    await logInAs(page, 'alice');
    await page.getByRole('button', { name: 'Deny' }).click();

    expect((await app.callback).searchParams.get('error')).toBe('access_denied');
  });

  it.each(['127.0.0.1', '::1'] as const)(
    'an app at %s whose callback redirects on gets its person back',
    async (host) => {
      await using there = await LoopbackApp.listen();
      await using redirecting = await LoopbackApp.listen(host, there.redirectUri);
      await ask({}, redirecting);
      await logInAs(page, 'alice');
      await page.waitForURL(there.redirectUri);

      expect((await redirecting.callback).searchParams.has('code')).toBe(true);
    },
  );

  it('two tabs log in, each for itself', async () => {
    const second = await context.newPage();
    await using other = await LoopbackApp.listen();
    const one = await ask();
    const two = await ask({}, other, second);
    await logInAs(page, 'alice');
    await logInAs(second, 'alice');

    await expect(Promise.all([one.redeem(), two.redeem()])).resolves.toHaveLength(2);
  });

  it('works without JavaScript', async () => {
    await using other = await LoopbackApp.listen();
    const plain = await (await chromium.newContext({ javaScriptEnabled: false })).newPage();
    const { redeem } = await ask(thirdParty, other, plain);
    expect(await plain.getByRole('button', { name: 'Use a passkey' }).isVisible()).toBe(false);
    await logInAs(plain, 'alice');
    await plain.getByRole('button', { name: 'Allow' }).click();

    expect((await redeem()).scopes).toEqual(['orders_read']);
    await plain.context().close();
  });
});

describe('paying an invoice', () => {
  it('asks for a passkey: challenge, login, paid', async () => {
    await plugInAuthenticator(page);
    const first = await ask({ scopes: paying });
    await logInAs(page, 'alice');
    const weak = stack.api((await first.redeem()).opaqueToken);
    const { invoiceId } = await untilInvoiced(weak, (await placeOrder(weak)).id);
    await addPasskeyOf('alice-demo-password');

    const refused = await weak.post(`/invoices/${invoiceId}/pay`, {});
    expect(refused.status).toBe(401);
    const challenge = refused.headers.get('www-authenticate') ?? '';
    expect(challenge).toContain('error="insufficient_user_authentication"');
    const parameter = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1] ?? '';

    await using again = await LoopbackApp.listen();
    const parameters = { acr_values: parameter('acr_values'), max_age: parameter('max_age') };
    const second = await ask({ scopes: paying, parameters }, again);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    const { opaqueToken } = await second.redeem();

    const jwt = decodeJwt((await stack.swap(opaqueToken, audience)).reveal());
    expect(jwt).toMatchObject({ acr: 'phr', amr: ['pop', 'user', 'mfa'], auth_time: expect.any(Number) });
    const paid = await stack.api(opaqueToken).post(`/invoices/${invoiceId}/pay`, {});
    expect(paid).toMatchObject({ status: 200, body: { id: invoiceId, state: 'paid' } });
    expect(await stack.api(opaqueToken).post(`/invoices/${invoiceId}/pay`, {})).toMatchObject({ body: paid.body });
  });

  it('is out of reach of a password, and of who has no passkey', async () => {
    await ask({ scopes: paying, parameters: { acr_values: 'phr phrh' } });
    expect(await page.getByLabel('Password').count()).toBe(0);
    await page.reload();
    await page.getByRole('button', { name: 'Cancel' }).click();

    expect((await app.callback).searchParams.get('error')).toBe('unmet_authentication_requirements');
  });

  it.each([
    ['acr_values that nobody has', { acr_values: 'phrh' }],
    ['an essential acr that nobody has', { claims: '{"id_token":{"acr":{"essential":true,"value":"phrh"}}}' }],
  ])('%s are refused before anybody logs in', async (_, parameters) => {
    await ask({ parameters });

    expect((await app.callback).searchParams.get('error')).toBe('unmet_authentication_requirements');
  });
});

describe('the account page', () => {
  let frida: Credentials;
  beforeEach(async () => {
    frida = await somebody();
  });
  const open = async () => {
    await page.goto(`${stack.issuer}/account`);
    await logInAs(page, frida);
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  };

  it('takes back what an app may do, and its tokens end at once', async () => {
    const { redeem } = await ask(thirdParty);
    await logInAs(page, frida);
    await page.getByRole('button', { name: 'Allow' }).click();
    const { opaqueToken } = await redeem();
    await page.goto(`${stack.issuer}/account`);
    await page.getByText('See your orders').waitFor();
    await page.getByRole('button', { name: 'Take back Budget Planner' }).click();
    await page.getByText('No app can act for you at the moment.').waitFor();

    await expect(stack.swap(opaqueToken, 'urn:downscope:order')).rejects.toMatchObject({ code: 'inactive' });
  });

  it('ends a session of another browser', async () => {
    const other = await stack.authorize(frida, thirdParty);
    await open();
    await page.getByRole('button', { name: 'End the session of Another browser' }).click();
    await page.getByRole('button', { name: 'End the session of This browser' }).waitFor();
    expect(await page.getByText('Another browser').count()).toBe(0);

    expect((await stack.begin(other.browser, thirdParty)).page.html).toContain('type="password"');
  });

  it('adds a passkey for the password alone; it logs in; and it is removed', async () => {
    await plugInAuthenticator(page);
    await open();
    await page.getByLabel('Your password, to add a passkey').fill('wrong');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('That is not your password.').waitFor();
    await page.goto(page.url());
    await page.getByLabel('Your password, to add a passkey').fill(frida.password);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('button', { name: 'Make a passkey' }).waitFor();
    await page.goto(page.url());
    await addPasskeyOf(frida.password);

    const { redeem } = await ask();
    await page.reload();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await redeem();
    await page.goto(`${stack.issuer}/account`);
    await page.getByText('with a passkey').waitFor();
    await page.getByRole('button', { name: 'Remove the passkey' }).click();
    await page.getByRole('button', { name: 'Remove the passkey' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Remove the passkey' }).count()).toBe(0);
  });

  it.each([
    ['a common one', 'passwordpassword', 'easily guessed'],
    ['a short one', 'kX9$vB2!qT7', 'at least 15 characters'],
  ])('takes no new password that is %s', async (_, next, problem) => {
    await open();
    await page.getByLabel('Current password').fill(frida.password);
    await page.getByLabel('New password').fill(next);
    await page.getByRole('button', { name: 'Change password' }).click();

    await page.getByText(problem).waitFor();
    expect(await page.getByRole('alert').count()).toBe(1);
  });

  it('takes none from whoever does not know the password, and says so beside its field', async () => {
    await open();
    await page.getByLabel('Current password').fill('wrong');
    await page.getByLabel('New password').fill('harbour violet sandwich ninety');
    await page.getByRole('button', { name: 'Change password' }).click();

    await page.getByRole('alert').getByText('not your password').waitFor();
    expect(await page.getByLabel('Current password').getAttribute('aria-describedby')).toBe('current-problem');
    await page.goto(page.url());
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  });

  it('leads to the end of the session', async () => {
    await open();
    await page.getByRole('link', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Done' }).waitFor();
    await page.goto(`${stack.issuer}/account`);

    await page.getByLabel('Password').waitFor();
    expect(await page.title()).toContain('Log in');
  });

  it('changes the password, and logs out everywhere', async () => {
    await open();
    const next = 'harbour violet sandwich ninety';
    await page.getByLabel('Current password').fill(frida.password);
    await page.getByLabel('New password').fill(next);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    await page.goto(`${stack.issuer}/account`);
    await logInAs(page, { ...frida, password: next });
    await page.getByRole('heading', { name: 'Your account' }).waitFor();

    expect(await page.getByText('This browser').count()).toBe(1);
  });
});

describe.each(['light', 'dark'] as const)('axe finds nothing on a %s page', (colorScheme) => {
  it.each([
    ['a desktop', { width: 1280, height: 800 }],
    ['a phone', { width: 360, height: 740 }],
  ])('of %s', async (_, viewport) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    const problems: string[] = [];
    const look = async () => problems.push(...(await accessibilityProblems(page)));

    await ask(thirdParty);
    await look();
    await logInAs(page, { username: 'alice', password: 'wrong' });
    await page.getByRole('alert').getByText('do not match').waitFor();
    await look();
    await logInAs(page, 'alice');
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await look();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL(/callback/);
    await page.goto(`${stack.issuer}/account`);
    await look();
    await ask({ parameters: { acr_values: 'phr' } });
    await look();
    await page.goto(`${stack.issuer}/session/end`);
    await look();
    await page.goto(`${stack.issuer}/auth?client_id=nobody`);
    await look();

    expect(problems).toEqual([]);
    const overflow = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    expect(overflow).toBe(false);
  });
});
