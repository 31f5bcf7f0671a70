import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { findChromium } from '@downscope/local/prerequisites/chromium.ts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { passwordOf, type Person } from './people.ts';
import type { Credentials } from './sign-in.ts';

/** A real browser. It knows by itself that `*.localhost` is this machine. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
}

/** Types name and password into the login page that is shown. */
export async function logInAs(page: Page, person: Person | Credentials): Promise<void> {
  const typed = typeof person === 'string' ? { username: person, password: passwordOf(person) } : person;
  await page.getByLabel('Username').fill(typed.username);
  await page.getByLabel('Password').fill(typed.password);
  const before = page.url();
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL(({ href }) => href !== before);
}

/** An authenticator in the browser, as one of the device itself would be: it verifies its person, and holds passkeys. */
export async function plugInAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with a page: each rule, and where. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: engine } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await engine.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

/** On the account page, of whoever is logged in there: one more than they have. */
export async function addPasskey(page: Page, password: string): Promise<void> {
  await page.getByLabel('Your password, to add a passkey').fill(password);
  const passkeys = page.getByText('Passkey', { exact: true });
  const before = await passkeys.count();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await passkeys.nth(before).waitFor();
}
