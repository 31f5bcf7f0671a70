import { afterAll, describe, expect, it } from '@jest/globals';
import { type Answer, ask } from '../support/answer.ts';
import type { Authorization } from '../support/authorization.ts';
import { logOut } from '../support/log-out.ts';
import { openStack } from '../support/open-stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

const thirdParty = { client: 'budget-planner', scopes: ['openid', 'orders_read'] } as const;
const audience = 'urn:downscope:api';
const scopesOfTheApi = [
  ...['orders_read', 'orders_write', 'orders_cancel', 'customers_read', 'customers_write'],
  ...['invoices_read', 'invoices_pay'],
];
const allSessions = async () =>
  Number((await stack.query('identity', `SELECT count(*) FROM oidc_records WHERE model = 'Session'`))[0]?.['count']);

/** By a form of the spec's own: what the token endpoint answers, as it stands. */
async function redeemed(
  { config, checks, callback }: Authorization,
  more: Record<string, string> = {},
): Promise<Answer> {
  const body = new URLSearchParams({
    client_id: 'walkthrough',
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: 'http://127.0.0.1/callback',
    code_verifier: checks.pkceCodeVerifier,
    ...more,
  });
  return ask(config.serverMetadata().token_endpoint ?? '', { body });
}

describe('what identity publishes about itself', () => {
  it.each(['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'])('%s', async (path) => {
    const { body } = await ask(stack.issuer + path);

    expect(body).toMatchObject({
      issuer: stack.issuer,
      scopes_supported: ['openid', 'offline_access', ...scopesOfTheApi],
      response_modes_supported: ['query'],
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['PS256', 'RS256'],
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: expect.arrayContaining(['authorization_code', 'refresh_token']),
    });
  });

  it('the API says for which scopes there are tokens', async () => {
    const { body } = await stack.api().get('/.well-known/oauth-protected-resource');

    expect(body).toMatchObject({ resource: stack.apiOrigin, scopes_supported: scopesOfTheApi });
  });

  it('only keys for access tokens are told inside: none of RS256', async () => {
    const algorithms = async (origin: string) =>
      ((await ask(`${origin}/jwks`)).body as { keys: { alg: string }[] }).keys.map(({ alg }) => alg);

    expect(new Set(await algorithms(stack.issuer))).toEqual(new Set(['PS256', 'RS256']));
    expect(new Set(await algorithms(stack.originOf('identityInternal')))).toEqual(new Set(['PS256']));
  });
});

describe('a scope', () => {
  it.each([[[]], [['offline_access']], [['profile', 'email']]])(
    'is to be asked for, or nobody logs in: %p',
    async (scopes) => {
      const { page } = await stack.begin(stack.browser(), { ...thirdParty, scopes });

      expect(page.leftFor?.searchParams.get('error')).toBe('invalid_scope');
    },
  );

  it('left out altogether is the same', async () => {
    const { url } = await stack.authorizationUrl(thirdParty);
    url.searchParams.delete('scope');

    expect((await stack.browser().visit(url)).leftFor?.searchParams.get('error')).toBe('invalid_scope');
  });

  it('of OpenID Connect that is not known here is ignored', async () => {
    const scopes = ['openid', 'profile', 'email', 'address', 'phone', 'orders_read'];

    expect((await stack.login('alice', { ...thirdParty, scopes })).scopes).toEqual(['orders_read']);
  });

  it("of the API's that the client may not have is an error", async () => {
    const { page } = await stack.begin(stack.browser(), { ...thirdParty, scopes: ['openid', 'orders_write'] });

    expect(page.leftFor?.searchParams.get('error')).toBe('invalid_scope');
  });
});

describe('a way to log in', () => {
  it.each(['{"acr":"phr"}', '{"acr":{"value":5}}', '{"acr":{"values":"phr"}}', '{"acr":{"values":[5]}}'])(
    'is asked for in another form: %s',
    async (id_token) => {
      const { page } = await stack.begin(stack.browser(), {
        ...thirdParty,
        parameters: { claims: `{"id_token":${id_token}}` },
      });

      expect(page.leftFor?.searchParams.get('error')).toBe('invalid_request');
    },
  );
});

describe('what a token is for', () => {
  const names = [stack.apiOrigin, `${stack.apiOrigin}/`, audience];

  it.each(names.flatMap((first) => names.map((second) => [first, second] as const)))(
    'is asked for as %s, and redeemed as %s',
    async (first, second) => {
      const authorization = await stack.authorize('alice', { parameters: { resource: first } });
      const { status, body: answer } = await redeemed(authorization, { resource: second });

      expect(status).toBe(200);
      const token = stack.secrets.remember('opaque token', (answer as { access_token: string }).access_token);
      expect(await stack.api(token).get('/orders')).toMatchObject({ status: 200 });
    },
  );

  it.each(['urn:downscope:order', 'https://api.example', `${stack.apiOrigin}/orders`, `${stack.apiOrigin}.example`])(
    'is nothing else: %s',
    async (resource) => {
      const { page } = await stack.begin(stack.browser(), { parameters: { resource } });

      expect(page.leftFor?.searchParams.get('error')).toBe('invalid_target');
    },
  );

  it('is one thing, though both be names of it', async () => {
    const { url } = await stack.authorizationUrl({ parameters: { resource: audience } });
    url.searchParams.append('resource', stack.apiOrigin);

    expect((await stack.browser().visit(url)).leftFor?.searchParams.get('error')).toBe('invalid_target');
  });
});

it("an opaque token is its own client's to revoke: another is told so, and nothing ends", async () => {
  const { opaqueToken } = await stack.login('alice');
  const answer = await ask(`${stack.issuer}/token/revocation`, {
    body: new URLSearchParams({ token: opaqueToken.reveal(), client_id: thirdParty.client }),
  });

  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  await expect(stack.swap(opaqueToken, 'urn:downscope:order')).resolves.toBeDefined();
});

describe('a form of another site', () => {
  const post = (path: string, form: URLSearchParams) =>
    [
      new URL(path, stack.issuer),
      { method: 'POST', body: form, headers: { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' } },
    ] as const;

  it('asks for a code, and the session is seen', async () => {
    const { browser } = await stack.authorize('alice', thirdParty);
    const { url } = await stack.authorizationUrl(thirdParty);
    const page = await browser.visit(...post('/auth', url.searchParams));

    expect(page.html).toContain('Allow');
  });

  it('asks to log out', async () => {
    const { browser } = await stack.authorize('alice', thirdParty);
    const page = await browser.visit(...post('/session/end', new URLSearchParams({ client_id: 'walkthrough' })));

    expect(page.html).toContain('Log out?');
  });

  it('that is too long to be an address is told so', async () => {
    const { url } = await stack.authorizationUrl({ ...thirdParty, parameters: { nonce: '/'.repeat(500) } });
    url.searchParams.set('state', '/'.repeat(1000));
    const page = await stack.browser().visit(...post('/auth', url.searchParams));

    expect(page).toMatchObject({ status: 400 });
    expect(page.html).toContain('the parameters are too long together');
  });
});

describe('logging out where nobody is logged in', () => {
  const end = (parameters: Record<string, string>) => {
    const url = new URL('/session/end', stack.issuer);
    url.search = new URLSearchParams(parameters).toString();
    return stack.browser().visit(url);
  };
  const registered = { client_id: 'walkthrough', post_logout_redirect_uri: 'http://127.0.0.1/logged-out' };

  it('is done at once, and leaves nothing behind', async () => {
    const before = await allSessions();
    const page = await end({});

    expect(page.status).toBe(200);
    expect(page.html).toContain('You may close this page');
    expect(await allSessions()).toBeLessThanOrEqual(before);
  });

  it('leads back to the app, where the app registered it, and nowhere else', async () => {
    expect((await end({ ...registered, state: 'st' })).leftFor?.href).toBe('http://127.0.0.1/logged-out?state=st');
    expect(await end({ ...registered, post_logout_redirect_uri: 'http://127.0.0.1/elsewhere' })).toMatchObject({
      status: 400,
    });
  });

  it('is so after a logout too', async () => {
    const authorization = await stack.authorize('alice', thirdParty);
    await logOut(authorization);
    const before = await allSessions();

    expect((await authorization.browser.visit(new URL('/session/end', stack.issuer))).html).toContain('Done');
    expect(await allSessions()).toBeLessThanOrEqual(before);
  });
});

it('an ID token that came as a hint is kept nowhere', async () => {
  const authorization = await stack.authorize('alice', { scopes: ['openid', 'orders_read'] });
  const answer = (await redeemed(authorization)).body as { id_token: string };
  const { page } = await stack.begin(stack.browser(), { parameters: { id_token_hint: answer.id_token } });
  expect(page.html).toContain('type="password"');

  const signature = answer.id_token.split('.')[2] ?? '';
  const tables = await stack.databases();
  expect(tables.filter(({ rows }) => rows.join('').includes(signature)).map(({ table }) => table)).toEqual([]);
});
