/**
 * `npm run screenshots`: the pages that people see, from the stack that runs here: those that the READMEs show, as pictures in
 * docs/images; with a folder, all of them there.
 *
 * Usage: node tools/src/screenshots/main.ts [FOLDER]
 */
import { join } from 'node:path';
import { launchChromium, logInAs } from '@downscope/e2e/support/chromium.ts';
import { openStack } from '@downscope/e2e/support/open-stack.ts';
import type { StackClient } from '@downscope/e2e/support/stack-client.ts';

const shown = ['consent-again-phone-dark', 'consent-again-desktop-light'];
const [everything] = process.argv.slice(2);
const folder = everything ?? join(import.meta.dirname, '../../../docs/images');
const looks = [
  { name: 'desktop-light', person: 'alice', colorScheme: 'light', viewport: { width: 900, height: 700 } },
  { name: 'phone-dark', person: 'bob', colorScheme: 'dark', viewport: { width: 390, height: 760 } },
] as const;

try {
  const stack = await openStack();
  await takeAll(stack).finally(() => stack.close());
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  process.exitCode = 1;
}

async function takeAll(stack: StackClient): Promise<void> {
  await using chromium = await launchChromium();
  for (const { name, person, ...look } of looks) {
    const page = await (await chromium.newContext(look)).newPage();
    const take = async (what: string): Promise<void> => {
      const picture = `${what}-${name}`;
      if (everything === undefined && !shown.includes(picture)) return;
      await page.screenshot({ path: join(folder, `${picture}.png`), fullPage: true });
    };
    const planner = async (...scopes: string[]) => {
      const parameters = { prompt: 'consent' };
      const request = {
        client: 'budget-planner',
        scopes: ['openid', 'offline_access', ...scopes],
        parameters,
      } as const;
      return (await stack.authorizationUrl(request)).url.href;
    };

    await page.goto(await planner('orders_read'));
    await take('login');
    await logInAs(page, { username: person, password: 'wrong' });
    await page.getByRole('alert').getByText('do not match').waitFor();
    await take('wrong-password');
    await logInAs(page, person);
    await page.getByLabel('Let it stay connected').check();
    await take('consent');
    await page.route('http://127.0.0.1/**', (route) => route.fulfill({ body: 'Back in the app' }));
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL('http://127.0.0.1/**');
    await page.goto(await planner('orders_read', 'invoices_read'));
    await page.getByLabel('Let it stay connected').waitFor();
    await take('consent-again');
    await page.goto(`${stack.issuer}/account`);
    await take('account');
    await page.goto((await stack.authorizationUrl({ parameters: { acr_values: 'phr' } })).url.href);
    await take('passkey');
    await page.goto(`${stack.issuer}/session/end`);
    await take('log-out');
  }
}
