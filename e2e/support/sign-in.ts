import type { Browser, Page } from './browser.ts';
import type { FormControl, HtmlForm } from './html-form.ts';
import { passwordOf, type Person } from './people.ts';

export class UnexpectedPageError extends Error {
  readonly code = 'unexpected_page';
  override readonly name = 'UnexpectedPageError';

  constructor({ status, url, html }: Page) {
    const words = html.replace(/<(style|script)\b.*?<\/\1>/gis, '').replace(/<[^>]+>|\s+/g, ' ');
    super(`${status} ${url.pathname}: ${words.trim().slice(0, 300)}`);
  }
}

/** Types a person's name and password into the form of the login page. */
export function typePassword(browser: Browser, page: Page, person: Person): Promise<Page> {
  const form = page.forms.find((candidate) => controlOf(candidate, 'password'));
  const password = form && controlOf(form, 'password');
  const username = form && controlOf(form, 'text');
  if (!form || !password || !username) throw new UnexpectedPageError(page);
  return browser.submit(page, form, { [username.name]: person, [password.name]: passwordOf(person) });
}

/** The form that asks for consent, if the page is that: one that can be answered with a click alone. */
export function consentFormOf(page: Page): HtmlForm | undefined {
  return page.forms.find((form) => !controlOf(form, 'password') && controlOf(form, 'submit'));
}

/** Clicks the first button of the consent form: to allow. */
export function allow(browser: Browser, page: Page, form: HtmlForm): Promise<Page> {
  const button = controlOf(form, 'submit');
  return browser.submit(page, form, button?.name ? { [button.name]: button.value } : {});
}

function controlOf(form: HtmlForm, type: string): FormControl | undefined {
  return form.controls.find((control) => control.type === type);
}
