/**
 * `npm run screenshots`: the pages that people see, as pictures in docs/images, from the stack that runs here.
 *
 * Usage: node tools/src/screenshots/main.ts
 */
import { join } from 'node:path';
import { launchChromium, logInAs } from '@downscope/e2e/support/chromium.ts';
import { openStack } from '@downscope/e2e/support/open-stack.ts';

const folder = join(import.meta.dirname, '../../../docs/images');
const looks = [
  { name: 'desktop-light', colorScheme: 'light', viewport: { width: 900, height: 700 } },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 390, height: 760 } },
] as const;

try {
  const stack = await openStack();
  const chromium = await launchChromium();
  for (const { name, ...look } of looks) {
    const page = await (await chromium.newContext(look)).newPage();
    const take = (what: string) => page.screenshot({ path: join(folder, `${what}-${name}.png`), fullPage: true });
    const { url } = await stack.authorizationUrl({ client: 'budget-planner', scopes: ['openid', 'orders_read'] });

    await page.goto(url.href);
    await take('login');
    await logInAs(page, { username: 'alice', password: 'wrong' });
    await page.getByRole('alert').getByText('do not belong').waitFor();
    await take('wrong-password');
    await logInAs(page, 'alice');
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await take('consent');
    await page.goto(`${stack.issuer}/account`);
    await take('account');
    await page.goto((await stack.authorizationUrl({ parameters: { acr_values: 'phr' } })).url.href);
    await take('passkey');
  }
  await chromium.close();
  await stack.close();
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  process.exitCode = 1;
}
