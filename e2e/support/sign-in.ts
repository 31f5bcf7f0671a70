import type { Browser, Page } from './browser.ts';
import { buttonLabelled, controlOfType } from './html-form.ts';
import { passwordOf, type Person } from './people.ts';

/** Neither the page that was expected, nor the way back to the client. */
export class UnexpectedPageError extends Error {
  readonly code = 'unexpected_page';
  override readonly name = 'UnexpectedPageError';

  constructor({ status, url, html }: Page) {
    const words = html.replace(/<(style|script)\b.*?<\/\1>/gis, '').replace(/<[^>]+>|\s+/g, ' ');
    super(`${status} ${url.pathname}: ${words.trim().slice(0, 300)}`);
  }
}

/** Who logs in, where they are none of the seeded people. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Types a person's name and password into the form of the login page. */
export function typePassword(browser: Browser, page: Page, person: Person | Credentials): Promise<Page> {
  const form = page.forms.find((candidate) => controlOfType(candidate, 'password'));
  const password = form && controlOfType(form, 'password');
  const username = form && controlOfType(form, 'text');
  if (!form || !password || !username) throw new UnexpectedPageError(page);
  const typed = typeof person === 'string' ? { username: person, password: passwordOf(person) } : person;
  return browser.submit(page, form, { filled: { [username.name]: typed.username, [password.name]: typed.password } });
}

/** Clicks the button on the page that asks for consent, with what was ticked before. */
export function click(
  browser: Browser,
  page: Page,
  label: 'Allow' | 'Deny',
  filled: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const form = page.forms.find((candidate) => buttonLabelled(candidate, label));
  const button = form && buttonLabelled(form, label);
  if (!form || !button) throw new UnexpectedPageError(page);
  return browser.submit(page, form, { button, filled });
}
