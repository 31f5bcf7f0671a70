import type { Browser, Page } from 'playwright-core';
import type { Api } from './api.ts';
import { addPasskey, launchChromium, logInAs, plugInAuthenticator } from './chromium.ts';
import { LoopbackApp } from './loopback-app.ts';
import type { Credentials } from './sign-in.ts';
import type { StackClient } from './stack-client.ts';

/** Less than what identity lets an opaque token live for, and than a login may be old that pays an invoice. */
const goodForMs = 200_000;

/** Somebody in a browser, who has a passkey and logs in with it: what they may do includes what a password is too little for. */
export class PasskeyHolder implements AsyncDisposable {
  readonly #stack: StackClient;
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #scopes: readonly string[];
  #api: Promise<Api> | undefined;
  #since = 0;

  private constructor(stack: StackClient, browser: Browser, page: Page, scopes: readonly string[]) {
    this.#stack = stack;
    this.#browser = browser;
    this.#page = page;
    this.#scopes = scopes;
  }

  static async from(stack: StackClient, credentials: Credentials, scopes: readonly string[]): Promise<PasskeyHolder> {
    const browser = await launchChromium();
    const page = await browser.newPage();
    await plugInAuthenticator(page);
    await page.goto(`${stack.issuer}/account`);
    await logInAs(page, credentials);
    await addPasskey(page, credentials.password);
    return new PasskeyHolder(stack, browser, page, scopes);
  }

  /** The API as they have it, with a login that is recent enough for everything. */
  api(): Promise<Api> {
    if (!this.#api || performance.now() - this.#since > goodForMs) {
      this.#since = performance.now();
      this.#api = this.#logIn();
    }
    return this.#api;
  }

  async #logIn(): Promise<Api> {
    await using app = await LoopbackApp.listen();
    const parameters = { acr_values: 'phr', max_age: '100', redirect_uri: app.redirectUri };
    const { url, ...asked } = await this.#stack.authorizationUrl({ scopes: this.#scopes, parameters });
    await this.#page.goto(url.href);
    await this.#page.getByRole('button', { name: 'Use a passkey' }).click();
    const { opaqueToken } = await this.#stack.redeem({ ...asked, callback: await app.callback });
    return this.#stack.api(opaqueToken);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}
