import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange, type Header } from '../attacks/raw-exchange.ts';
import type { ServiceClient } from '../support/client-assertion.ts';
import { clientCredentials, introspection, tokenExchange } from '../support/identity-requests.ts';
import { openStack } from '../support/open-stack.ts';
import { postRaw } from '../support/raw-request.ts';

const stack = await openStack();
afterAll(() => stack.close());

/** What only services may ask, the client that may, and the path for it. */
const asks = {
  introspection: { by: 'phantom-token', path: '/token/introspection' },
  'token exchange': { by: 'order', path: '/token' },
  'client credentials': { by: 'billing', path: '/token' },
} as const;
type Asked = keyof typeof asks;
const asked = Object.keys(asks) as Asked[];

const spellings = (path: string): Set<string> =>
  new Set([
    path,
    path.toUpperCase(),
    path.replace('/t', '/T'),
    `${path}/`,
    `/${path}`,
    `${path}//`,
    path.replace('t', '%74'),
    path.replaceAll('o', '%6F'),
    path.replaceAll('/', '//'),
    `/${path.replaceAll('/', '%2F')}`,
    `/.${path}`,
    `/x/..${path}`,
    `/.well-known/..${path}`,
    `${path}?x=1`,
    `${path};x=1`,
    `${path}%00`,
    `${path}%20`,
  ]);

interface Listener {
  readonly origin: string;
  readonly host?: string;
}
const internal: Listener = { origin: stack.originOf('identityInternal') };
const outside: Readonly<Record<string, Listener>> = {
  'through the edge': { origin: stack.issuer },
  'at the public port itself': { origin: stack.originOf('identityPublic'), host: new URL(stack.issuer).host },
};

describe('what services ask of identity', () => {
  const forms = {} as Record<Asked, Record<string, string>>;

  beforeAll(async () => {
    const { opaqueToken } = await stack.login('alice');
    const forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
    forms.introspection = introspection(opaqueToken, 'urn:downscope:order');
    forms['token exchange'] = tokenExchange(forOrder, { audience: 'urn:downscope:billing', scopes: ['invoices_read'] });
    forms['client credentials'] = clientCredentials({
      audience: 'urn:downscope:customer',
      scopes: ['customers_terms_read_any'],
    });
  });

  const ask = async (what: Asked, path: string, { origin, host }: Listener, as: ServiceClient | 'walkthrough') => {
    const client = as === 'walkthrough' ? { client_id: as } : await stack.assertionOf(as);
    const form = { ...forms[what], ...client };
    return postRaw({ origin, path, form, accept: 'application/jwt, application/json', ...(host && { host }) });
  };

  it.each(asked)('%s is granted by the internal listener', async (what) => {
    const { status, text } = await ask(what, asks[what].path, internal, asks[what].by);

    expect(status).toBe(200);
    expect(text).toMatch(/eyJ/);
  });

  const attempts = asked.flatMap((what) =>
    Object.entries(outside).flatMap(([where, listener]) =>
      [...spellings(asks[what].path)].map((path) => ({ what, where, listener, path })),
    ),
  );

  it.each(attempts)('$what is refused $where, to the service itself, as $path', async ({ what, listener, path }) => {
    const { status, text } = await ask(what, path, listener, asks[what].by);

    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(/eyJ|"active"|"access_token"/);
  });

  it.each(Object.entries(outside))('none of it is for a client of the internet: %s', async (_, listener) => {
    const answers = await Promise.all(asked.map((what) => ask(what, asks[what].path, listener, 'walkthrough')));

    expect(answers.map(({ status }) => status)).toEqual([404, 400, 400]);
    expect(answers[1]?.text).toContain('"unsupported_grant_type"');
    expect(answers[2]?.text).toContain('"unsupported_grant_type"');
  });
});

describe('at its port, the public listener is asked by', () => {
  const { host } = new URL(stack.issuer);
  const metadata = (asked: string, ...headers: Header[]) =>
    exchange({
      origin: stack.originOf('identityPublic'),
      host: asked,
      method: 'GET',
      path: '/.well-known/openid-configuration',
      headers,
    });

  it('its own host', async () => {
    const { status, body } = await metadata(host);

    expect(status).toBe(200);
    expect(body).toContain(`"issuer":"${stack.issuer}"`);
  });

  it('no other, which its addresses would be made of', async () => {
    expect(await metadata('attacker.example')).toMatchObject({ status: 421 });
    expect(await metadata(host, ['X-Forwarded-Host', 'attacker.example'])).toMatchObject({ status: 421 });
  });
});
