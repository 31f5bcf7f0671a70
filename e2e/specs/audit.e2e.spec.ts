import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { ask, bodyOf, type Question } from '../support/answer.ts';
import type { Authorization } from '../support/authorization.ts';
import { launchChromium, logInAs, plugInAuthenticator } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import type { Login } from '../support/login.ts';
import { logOut } from '../support/log-out.ts';
import { openStack } from '../support/open-stack.ts';
import { ownAccount } from '../support/own-account.ts';
import type { Secret } from '../support/secret.ts';

const stack = await openStack();
afterAll(() => stack.close());

const thirdParty = { client: 'budget-planner', scopes: ['openid', 'orders_read'] } as const;
const connected = {
  client: 'budget-planner',
  scopes: ['openid', 'offline_access', 'orders_read'],
  parameters: { prompt: 'consent' },
} as const;
const audience = 'urn:downscope:order';

/** Somebody of this spec's own. */
const hanna = await ownAccount(stack, { name: 'hanna', like: 'alice', attributes: { customer_number: 'C-1001' } });
const { id } = hanna;
const before = stack.query('identity', 'SELECT coalesce(max(id), 0) AS id FROM audit');
const since = async (): Promise<unknown> => (await before)[0]?.['id'];

let authorization: Authorization;
let opaqueToken: Secret;
let jwt: Secret;
beforeAll(async () => {
  await since();
  authorization = await stack.authorize(hanna);
  ({ opaqueToken } = await stack.redeem(authorization));
  jwt = await stack.swap(opaqueToken, audience);
}, 120_000);

/** A page of a real browser in which the person is logged in, with what only such a one can do. */
async function onAccountPage(work: (page: Page) => Promise<unknown>): Promise<void> {
  const chromium = await launchChromium();
  try {
    const page = await chromium.newPage();
    await plugInAuthenticator(page);
    await page.goto(`${stack.issuer}/account`);
    await logInAs(page, hanna);
    await work(page);
  } finally {
    await chromium.close();
  }
}

async function addPasskey(page: Page): Promise<void> {
  await page.getByLabel('Your password, to add a passkey').fill(hanna.password);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.getByRole('button', { name: 'Remove the passkey' }).waitFor();
}

const connect = async (): Promise<Login> => stack.redeem(await stack.authorize(hanna, connected));

function refreshTokenOf({ refreshToken }: Login): Secret {
  if (!refreshToken) throw new Error('the client got no refresh token');
  return refreshToken;
}

const refused = (work: Promise<unknown>): Promise<void> => expect(work).rejects.toThrow();
const atToken = (form: Record<string, string>) => ask(`${stack.issuer}/token`, { body: new URLSearchParams(form) });

/** What a person, an application or a service does, by the event that the audit must have of it. */
const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
  'login.succeeded': () => stack.login(hanna),
  'login.failed': () => refused(stack.login({ ...hanna, password: 'wrong' })),
  'consent.implied': () => stack.login(hanna),
  'consent.given': () => stack.login(hanna, thirdParty),
  'consent.denied': () => refused(stack.authorize(hanna, { ...thirdParty, consent: 'Deny' })),
  'code.issued': () => stack.authorize(hanna),
  'opaque_token.issued': () => stack.login(hanna),
  'swap.granted': () => stack.swap(opaqueToken, audience),
  'exchange.granted': () =>
    stack.exchange('order', jwt, { audience: 'urn:downscope:customer', scopes: ['customers_name_read'] }),
  'exchange.refused': () =>
    refused(stack.exchange('order', jwt, { audience: 'urn:downscope:customer', scopes: ['customers_terms_read_any'] })),
  'authorization.refused': () =>
    stack.begin(authorization.browser, { ...thirdParty, scopes: ['openid', 'customers_terms_read_any'] }),
  'logout.refused': () => authorization.browser.visit(new URL(`${stack.issuer}/session/end?id_token_hint=no-token`)),
  'opaque_token.revoked': () => stack.revoke(opaqueToken),
  'refresh_token.issued': connect,
  'refresh_token.revoked': async () => stack.revoke(refreshTokenOf(await connect()), connected.client),
  'refresh_token.reused': async () => {
    const first = await connect();
    await stack.refresh(connected.client, await stack.refresh(connected.client, first));
    await refused(stack.refresh(connected.client, first));
  },
  'grant.revoked': async () => logOut(await stack.authorize(hanna)),
  'session.ended': async () => logOut(await stack.authorize(hanna)),
  'access.taken_back': async () => {
    await stack.login(hanna, thirdParty);
    await onAccountPage(async (page) => {
      await page.getByRole('button', { name: 'Take back Budget Planner' }).click();
      await page.getByRole('button', { name: 'Take back Budget Planner' }).waitFor({ state: 'detached' });
    });
  },
  'passkey.added': () => onAccountPage(addPasskey),
  'passkey.removed': () =>
    onAccountPage(async (page) => {
      await page.getByRole('button', { name: 'Remove the passkey' }).first().click();
      await page.getByRole('button', { name: 'Remove the passkey' }).waitFor({ state: 'detached' });
    }),
  'account.changed': () =>
    stack.query('identity', `UPDATE accounts SET attributes = attributes || '{"region": "eu"}' WHERE id = $1`, [id]),
  'account.everything_ended': () => stack.identityCommand('end-everything-of', hanna.username),
};

/** As billing asks identity, of which it hears what was ended. */
const atIdentity = async (path: string, question: Pick<Question, 'method' | 'body'>) => {
  const token = await stack.ownToken('billing', {
    audience: 'urn:downscope:identity',
    scopes: ['ssf.read', 'ssf.manage'],
  });
  return stack.callService('identityInternal', path, { token, method: 'POST', ...question });
};
const stream = async (): Promise<string> =>
  bodyOf(await atIdentity('/ssf/streams', { body: {} }), z.object({ stream_id: z.string() })).stream_id;

/** A token is ended, which billing is told, and what it says to that. */
async function told(answer: (jti: string) => object): Promise<void> {
  const id = await stream();
  await stack.revoke((await stack.login(hanna)).opaqueToken);
  const { sets } = bodyOf(
    await atIdentity(`/ssf/poll/${id}`, { body: {} }),
    z.object({ sets: z.record(z.string(), z.string()) }),
  );
  const [jti = ''] = Object.keys(sets);
  await atIdentity(`/ssf/poll/${id}`, { body: { ...answer(jti), maxEvents: 0 } });
}

/** A service's own, so of no person. */
const ofServices: Readonly<Record<string, () => Promise<unknown>>> = {
  'client_credentials.granted': () =>
    stack.ownToken('billing', { audience: 'urn:downscope:customer', scopes: ['customers_terms_read_any'] }),
  'client_credentials.refused': () =>
    refused(stack.ownToken('billing', { audience: 'urn:downscope:customer', scopes: ['customers_read'] })),
  'stream.created': stream,
  'stream.changed': async () =>
    atIdentity('/ssf/streams', { method: 'PATCH', body: { stream_id: await stream(), description: 'another' } }),
  'stream.deleted': async () => atIdentity(`/ssf/streams?stream_id=${await stream()}`, { method: 'DELETE' }),
  'security_event.delivered': () => told((jti) => ({ ack: [jti] })),
  'security_event.refused': () => told((jti) => ({ setErrs: { [jti]: { err: 'invalid_key' } } })),
};

/** What nobody needs an account for, as often as they like: counted, and written once a minute. */
const ofStrangers: Readonly<Record<string, () => Promise<unknown>>> = {
  'login.failed': () => refused(stack.login({ username: `nobody-${crypto.randomUUID()}`, password: 'wrong' })),
  'token.refused': () =>
    atToken({
      grant_type: 'authorization_code',
      client_id: 'walkthrough',
      code: 'invented',
      code_verifier: 'x'.repeat(43),
    }),
  'client.authentication_failed': () => atToken({ grant_type: 'authorization_code', client_id: 'nobody', code: 'x' }),
  'authorization.refused': () => stack.begin(stack.browser(), { ...thirdParty, scopes: ['nothing_that_exists'] }),
  'logout.refused': () => stack.browser().visit(new URL(`${stack.issuer}/session/end?id_token_hint=no-token`)),
  'swap.refused': async () => {
    const { opaqueToken: revoked } = await stack.login('bob');
    await stack.revoke(revoked);
    await refused(stack.swap(revoked, audience));
  },
};

/** By the owner of the tables (services/identity/test/audit-table.integration.spec.ts), and by a client with a key (storefront). */
const elsewhere = ['audit.expired', 'authorization.pushed'];

const times = 3;
beforeAll(async () => {
  for (const deed of Object.values(ofStrangers)) for (let turn = 0; turn < times; turn += 1) await deed();
}, 240_000);

describe('the audit', () => {
  it.each(Object.entries(deeds))('has %s, of whom, and where from', async (event, deed) => {
    const rows = async () =>
      stack.query('identity', 'SELECT address, user_agent FROM audit WHERE event = $1 AND subject = $2 ORDER BY id', [
        event,
        id,
      ]);
    const earlier = await rows();
    await deed();
    const now = await rows();
    expect(now.length).toBeGreaterThan(earlier.length);
    const isNobodysRequest = ['account.changed', 'account.everything_ended'].includes(event);
    expect(typeof now.at(-1)?.['address']).toBe(isNobodysRequest ? 'object' : 'string');
  });

  it.each(Object.entries(ofServices))('has %s', async (event, deed) => {
    const rows = async () =>
      stack.query('identity', 'SELECT FROM audit WHERE event = $1 AND client_id = $2 AND address IS NOT NULL', [
        event,
        'billing',
      ]);
    const earlier = await rows();
    await deed();
    expect((await rows()).length).toBeGreaterThan(earlier.length);
  });

  it.each(Object.keys(ofStrangers))(
    'has %s of strangers, counted within two minutes, not once a time',
    async (event) => {
      await eventually(
        async () => {
          const rows = await stack.query(
            'identity',
            'SELECT count FROM audit WHERE event = $1 AND subject IS NULL AND id > $2',
            [event, await since()],
          );
          const counts = rows.map(({ count }) => Number(count));
          expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(times);
          expect(counts.length).toBeLessThan(times);
        },
        { deadlineMs: 120_000 },
      );
    },
    130_000,
  );

  it('has nothing else that it could have: each event of the table is one of these', async () => {
    const [constraint] = await stack.query(
      'identity',
      `SELECT pg_get_constraintdef(oid) AS events FROM pg_constraint WHERE conname = 'audit_event' AND conrelid = 'audit'::regclass`,
    );
    const events = [...String(constraint?.['events']).matchAll(/'([^']+)'/g)].map(([, event]) => event);
    const seen = [deeds, ofServices, ofStrangers].flatMap((each) => Object.keys(each));
    expect(events.sort()).toEqual([...new Set([...seen, ...elsewhere])].sort());
  });

  it('is sealed as it comes', async () => {
    await stack.login(hanna);
    const [newest] = await stack.query('identity', 'SELECT max(id) AS id FROM audit');
    await eventually(
      async () => {
        const seals = await stack.query('identity', 'SELECT FROM audit_seals WHERE $1 = ANY (ids)', [newest?.['id']]);
        expect(seals).toHaveLength(1);
      },
      { deadlineMs: 30_000 },
    );
  });

  it('is what an operator has verified: 0 if it is as it was sealed, 1 if not, 2 for what cannot be asked', async () => {
    expect(await stack.identityCommand('audit', 'verify')).toBe(0);
    expect(await stack.identityCommand('audit', 'verify', '--head', '1:of-another-chain')).toBe(1);
    expect(await stack.identityCommand('audit', 'turn')).toBe(2);
  }, 120_000);
});
