import { randomBytes } from 'node:crypto';
import type { Browser } from '../../support/browser.ts';
import { ownAccount } from '../../support/own-account.ts';
import { type Credentials, typePassword, UnexpectedPageError } from '../../support/sign-in.ts';
import type { StackClient } from '../../support/stack-client.ts';
import type { Variables } from './server-under-test.ts';

const connectedApp = 'budget-planner';
const thirdParty = { client: connectedApp, scopes: ['openid', 'orders_read'] } as const;

type Account = Credentials & { readonly id: string };

/** Takes back on the account page what an application may do. */
export async function takeBack(browser: Browser, issuer: string, clientId: string): Promise<void> {
  const page = await browser.visit(new URL('/account', issuer));
  const form = page.forms.find(({ action }) => action.endsWith(`/${clientId}/take-back`));
  if (!form) throw new UnexpectedPageError(page);
  await browser.submit(page, form, {});
}

/** Two people with an account page each: what stands on the one's is not the other's to end. */
export async function accountPage(stack: StackClient): Promise<() => Variables> {
  const [own, another] = [
    await ownAccount(stack, { name: 'ada', like: 'bob' }),
    await ownAccount(stack, { name: 'eve', like: 'bob' }),
  ];
  await stack.authorize(another, { client: 'assistant', scopes: ['openid', 'orders_read'] });
  const passkeyOfAnother = await passkeyFor(stack, another);
  const sessionOfAnother = await newestSession(stack, another);
  const cookies = await cookiesOf(stack, own);
  return () => ({
    account_cookies: () => cookies,
    account_password: () => own.password,
    // Another person each time, since this logs them out everywhere.
    changing_cookies: async () => cookiesOf(stack, await ownAccount(stack, { name: 'ida', like: 'bob' })),
    new_password: () => randomBytes(16).toString('base64url'),
    connected_app: async () => {
      await stack.authorize(own, thirdParty);
      return connectedApp;
    },
    own_session: async () => {
      await stack.authorize(own, thirdParty);
      return newestSession(stack, own);
    },
    own_passkey: () => passkeyFor(stack, own),
    app_of_another: () => 'assistant',
    session_of_another: () => sessionOfAnother,
    passkey_of_another: () => passkeyOfAnother,
  });
}

/** Of a browser in which they have logged in to their account page. */
async function cookiesOf(stack: StackClient, person: Credentials): Promise<string> {
  const browser = stack.browser();
  const url = new URL('/account', stack.issuer);
  await typePassword(browser, await browser.visit(url), person);
  return (await browser.cookies(url.href)).map((cookie) => cookie.cookieString()).join('; ');
}

async function newestSession(stack: StackClient, { id }: Account): Promise<string> {
  const [session] = await stack.query(
    'identity',
    `SELECT session_uid AS uid FROM oidc_records WHERE model = 'Session' AND payload ->> 'accountId' = $1
     ORDER BY (payload ->> 'loginTs')::int DESC, expires_at DESC LIMIT 1`,
    [id],
  );
  return String(session?.['uid']);
}

/** A security key's: its id is longer than what a path holds. */
async function passkeyFor(stack: StackClient, { id }: Account): Promise<string> {
  const credentialId = randomBytes(200).toString('base64url');
  await stack.query(
    'identity',
    `INSERT INTO passkeys (credential_id, account_id, public_key, sign_count, transports) VALUES ($1, $2, $3, 0, '{}')`,
    [credentialId, id, randomBytes(77)],
  );
  return credentialId;
}
