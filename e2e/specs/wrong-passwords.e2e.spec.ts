import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Browser, Page } from '../support/browser.ts';
import { openStack } from '../support/open-stack.ts';
import { ownAccount } from '../support/own-account.ts';
import { type Credentials, typePassword } from '../support/sign-in.ts';

const stack = await openStack();
afterAll(() => stack.close());

/** As if so many wrong passwords had come before, by what they are counted by (services/identity/src/accounts/login-attempts.ts). */
const counted = (key: string, failures: number, waitSeconds: number) =>
  stack.query(
    'identity',
    `INSERT INTO login_attempts (key, failures, next_at, expires_at)
     VALUES ($1, $2, now() + make_interval(secs => $3), now() + interval '1 hour')`,
    [createHash('sha256').update(key).digest('base64url'), failures, waitSeconds],
  );

const logIn = async (browser: Browser, credentials: Credentials): Promise<Page> =>
  typePassword(browser, (await stack.begin(browser)).page, credentials);

describe('wrong passwords', () => {
  let jonas: Credentials;
  beforeEach(async () => {
    jonas = await ownAccount(stack, { name: 'jonas', like: 'alice' });
  });

  it('from everywhere make the next attempt wait, but for a browser in which the person has logged in before', async () => {
    const [known, other] = [stack.browser(), stack.browser()];
    expect((await logIn(known, jonas)).leftFor).toBeDefined();
    await counted(`account ${jonas.username}`, 40, 600);

    const delayed = await logIn(other, jonas);
    expect(delayed).toMatchObject({ status: 429, leftFor: undefined });
    expect(delayed.html).toContain('too many wrong passwords');
    expect((await logIn(known, jonas)).leftFor?.searchParams.has('code')).toBe(true);
  });

  it('end a login in progress with the tenth, also for whoever then knows the right one', async () => {
    const browser = stack.browser();
    const { page } = await stack.begin(browser);
    await counted(`interaction ${page.url.pathname.split('/').pop() ?? ''}`, 8, 0);

    const ninth = await typePassword(browser, page, { ...jonas, password: 'wrong' });
    const tenth = await typePassword(browser, ninth, { ...jonas, password: 'wrong' });
    const right = await typePassword(browser, ninth, jonas);

    expect([ninth, tenth, right].map(({ status }) => status)).toEqual([422, 400, 400]);
    expect(tenth.html).toContain('This login has ended');
  });
});
