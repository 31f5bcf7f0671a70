import { type Cookie, CookieJar } from 'tough-cookie';
import type { RequestInit } from 'undici';
import { type FormControl, formsOf, type HtmlForm } from './html-form.ts';
import { loopbackFetch } from './loopback.ts';
import type { Secrets } from './secrets.ts';
import type { Transcript } from './transcript.ts';

export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
  readonly forms: readonly HtmlForm[];
  /** Where the page sent the browser that is not the site's own: a native app's redirect address. */
  readonly leftFor: URL | undefined;
}

interface Filled {
  readonly headers?: Readonly<Record<string, string>>;
  readonly filled?: Readonly<Record<string, string>>;
  readonly button?: FormControl;
}

interface Visit extends Pick<RequestInit, 'method' | 'body'> {
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it goes on where the site sends it, as browsers do. */
  readonly follow?: boolean;
}

/** As much of a browser as logging in takes: cookies, redirects within the site, forms. */
export class Browser {
  readonly #jar = new CookieJar();
  readonly #secrets: Secrets;
  readonly #transcript: Transcript;

  constructor(secrets: Secrets, transcript: Transcript) {
    this.#secrets = secrets;
    this.#transcript = transcript;
  }

  async visit(url: URL, { headers = {}, follow = true, ...init }: Visit = {}): Promise<Page> {
    const cookie = await this.#jar.getCookieString(url.href);
    const known = { accept: 'text/html', ...(cookie && { cookie }) };
    const response = await loopbackFetch(url, { ...init, headers: { ...known, ...headers } });
    const html = await response.text();
    await this.#keepCookies(url, response.headers.getSetCookie());
    this.#transcript.note({ status: response.status, headers: response.headers, text: html });
    const location = response.headers.get('location');
    const target = location === null ? undefined : new URL(location, url);
    if (follow && target?.origin === url.origin) return this.visit(target);
    return { url, status: response.status, html, forms: formsOf(html), leftFor: target };
  }

  /** Sends a form as the page shows it, with what the person typed in or ticked, and the button they clicked. */
  submit(page: Page, form: HtmlForm, { filled = {}, button, headers = {} }: Filled): Promise<Page> {
    const shown = form.controls.filter(
      ({ type, name }) => name !== '' && !['submit', 'button', 'reset', 'checkbox'].includes(type),
    );
    const body = new URLSearchParams(shown.map(({ name, value }): [string, string] => [name, value]));
    for (const [name, value] of Object.entries(filled)) body.set(name, value);
    if (button?.name) body.set(button.name, button.value);
    return this.visit(new URL(button?.formAction ?? form.action, page.url), {
      method: form.method,
      body,
      headers,
    });
  }

  cookies(url: string): Promise<Cookie[]> {
    return this.#jar.getCookies(url);
  }

  /** A cookie as a page of `url`, or of another host that may set cookies for it, would set it. */
  async toss(cookie: string, url: string): Promise<void> {
    await this.#jar.setCookie(cookie, url);
  }

  async #keepCookies(url: URL, cookies: readonly string[]): Promise<void> {
    for (const text of cookies) {
      const cookie = await this.#jar.setCookie(text, url.href);
      if (cookie && cookie.value.length >= 16) this.#secrets.remember(`cookie ${cookie.key}`, cookie.value);
    }
  }
}
