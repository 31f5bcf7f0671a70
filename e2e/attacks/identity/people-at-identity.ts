import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ask, bodyOf, expectStatus } from '../../support/answer.ts';
import type { Browser, Page } from '../../support/browser.ts';
import { passwordOf } from '../../support/people.ts';
import { click, typePassword, UnexpectedPageError } from '../../support/sign-in.ts';
import type { StackClient } from '../../support/stack-client.ts';
import type { Secret } from '../../support/secret.ts';
import type { Variables } from './server-under-test.ts';

const client = 'budget-planner';
const redirectUri = 'http://127.0.0.1/callback';
const verifier = 'the-same-for-all-since-nobody-else-can-know-it';
/** Of a verifier that is the same for all. */
export const challenge = createHash('sha256').update(verifier).digest('base64url');

const Tokens = z.object({ access_token: z.string(), id_token: z.string() });

/** What browsers bring: logins in progress, codes, sessions. */
export class People {
  readonly #stack: StackClient;
  /** Where alice is logged in, and has let the client do what it asks. */
  readonly #browser: Browser;

  private constructor(stack: StackClient, browser: Browser) {
    this.#stack = stack;
    this.#browser = browser;
  }

  static async logIn(stack: StackClient): Promise<People> {
    const people = new People(stack, stack.browser());
    const asked = await people.#browser.visit(people.#authorization(client));
    await click(people.#browser, await typePassword(people.#browser, asked, 'alice'), 'Allow');
    return people;
  }

  /** Those of one request. */
  variables(): Variables {
    const login = once(() => this.#begun(this.#stack.browser(), client));
    const consent = once(() => this.#begun(this.#browser, client));
    const another = once(() => this.#begun(this.#stack.browser(), client));
    const logout = once(() => this.#logout());
    const strong = once(() => this.#begun(this.#stack.browser(), client, { acr_values: 'phr' }));
    return {
      ...constants,
      issuer: () => this.#stack.issuer,
      host: () => new URL(this.#stack.issuer).host,
      resource: () => 'urn:downscope:api',
      code: () => this.code(client),
      another_clients_code: () => this.code('walkthrough'),
      expired_code: () => this.#expiredCode(),
      login: async () => (await login()).path,
      login_cookies: async () => (await login()).cookies,
      consent: async () => (await consent()).path,
      consent_cookies: async () => (await consent()).cookies,
      another_login: async () => (await another()).path,
      another_browsers_cookies: async () => (await another()).cookies,
      strong_login: async () => (await strong()).path,
      strong_login_cookies: async () => (await strong()).cookies,
      session_cookies: () => this.#cookies(this.#browser, '/session/end'),
      ending_cookies: async () => (await logout()).cookies,
      ending_xsrf: async () => (await logout()).xsrf,
    };
  }

  async code(clientId: 'budget-planner' | 'walkthrough'): Promise<string> {
    const asked = await this.#browser.visit(this.#authorization(clientId));
    // The first party has the person log in each time, the third has them consent.
    const page =
      clientId === client
        ? await click(this.#browser, asked, 'Allow')
        : await typePassword(this.#browser, asked, 'alice');
    const code = page.leftFor?.searchParams.get('code');
    if (typeof code !== 'string') throw new UnexpectedPageError(page);
    return code;
  }

  /** A code of the client's, redeemed. */
  async redeemed(): Promise<{ opaqueToken: Secret; idToken: Secret }> {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client,
      code: await this.code(client),
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
    const tokens = bodyOf(expectStatus(await ask(`${this.#stack.issuer}/token`, { body }), 200), Tokens);
    const { secrets } = this.#stack;
    return {
      opaqueToken: secrets.remember('opaque token', tokens.access_token),
      idToken: secrets.remember('ID token', tokens.id_token),
    };
  }

  async #expiredCode(): Promise<string> {
    const code = await this.code(client);
    const ended = `jsonb_set(payload, '{exp}', to_jsonb(extract(epoch FROM now())::int - 1))`;
    await this.#stack.query('identity', `UPDATE oidc_records SET payload = ${ended} WHERE model = 'AuthorizationCode'`);
    return code;
  }

  /** As far as the first address of the interaction. */
  async #begun(
    browser: Browser,
    clientId: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<{ path: string; cookies: string }> {
    const page = await browser.visit(this.#authorization(clientId, more), { follow: false });
    const path = page.leftFor?.pathname;
    if (!path?.startsWith('/interaction/')) throw new UnexpectedPageError(page);
    return { path, cookies: await this.#cookies(browser, path) };
  }

  async #logout(): Promise<{ cookies: string; xsrf: string }> {
    const browser = this.#stack.browser();
    await typePassword(browser, await browser.visit(this.#authorization('walkthrough')), 'bob');
    const page = await browser.visit(new URL('/session/end', this.#stack.issuer));
    return { cookies: await this.#cookies(browser, '/session/end/confirm'), xsrf: xsrfOf(page) };
  }

  async #cookies(browser: Browser, path: string): Promise<string> {
    const cookies = await browser.cookies(new URL(path, this.#stack.issuer).href);
    return cookies.map((cookie) => cookie.cookieString()).join('; ');
  }

  #authorization(clientId: string, more: Readonly<Record<string, string>> = {}): URL {
    const url = new URL('/auth', this.#stack.issuer);
    url.search = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid orders_read',
      state: 'of-the-good-request',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...more,
    }).toString();
    return url;
  }
}

const constants = Object.fromEntries(
  Object.entries({
    client_id: client,
    another_client_id: 'walkthrough',
    redirect_uri: redirectUri,
    post_logout_redirect_uri: 'http://127.0.0.1/logged-out',
    scope: 'openid orders_read',
    code_verifier: verifier,
    code_challenge: challenge,
    username: 'alice',
    password: passwordOf('alice'),
    answer_of_an_unknown_authenticator: JSON.stringify({
      id: 'AAAA',
      rawId: 'AAAA',
      type: 'public-key',
      response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
    }),
    long_text: 'a'.repeat(5_000),
    huge_text: 'a'.repeat(2_000_000),
  }).map(([name, value]) => [name, () => value]),
);

function xsrfOf(page: Page): string {
  const field = page.forms.flatMap(({ controls }) => controls).find(({ name }) => name === 'xsrf');
  if (!field) throw new UnexpectedPageError(page);
  return field.value;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
