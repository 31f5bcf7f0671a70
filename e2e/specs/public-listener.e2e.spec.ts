import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientCredentials, introspection, tokenExchange } from '../support/identity-requests.ts';
import { openStack } from '../support/open-stack.ts';
import { postRaw } from '../support/raw-request.ts';
import type { ServiceClient } from '../support/client-assertion.ts';

const stack = openStack();
afterAll(() => stack[Symbol.asyncDispose]());

const spellings = (path: string): string[] => [
  path,
  path.toUpperCase(),
  path.replace('/t', '/T'),
  `${path}/`,
  `/${path}`,
  `${path}//`,
  path.replace('t', '%74'),
  path.replaceAll('o', '%6F'),
  `/.${path}`,
  `/x/..${path}`,
  `/.well-known/..${path}`,
  `${path}?x=1`,
  `${path};x=1`,
  `${path}%00`,
  `${path}%20`,
];
const introspectionPaths = [...spellings('/token/introspection'), '/token%2Fintrospection', '/token//introspection', '/introspect'];

/** What each request is when it is made right, at the listener that serves it. */
describe('what services ask of identity', () => {
  const requests = {} as Record<Asked, Request>;

  beforeAll(async () => {
    const { opaqueToken } = await stack.login('alice');
    const forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
    requests.introspection = { as: 'phantom-token', form: introspection(opaqueToken, 'urn:downscope:order') };
    requests.exchange = {
      as: 'order',
      form: tokenExchange(forOrder, { audience: 'urn:downscope:billing', scopes: ['invoices_read'] }),
    };
    requests.credentials = {
      as: 'billing',
      form: clientCredentials({ audience: 'urn:downscope:customer', scopes: ['customers_terms_read_any'] }),
    };
  });

  const ask = async (asked: Asked, path: string, { origin, host }: Listener) => {
    const { as, form } = requests[asked];
    const signed = { ...form, ...(await stack.assertionOf(as)) };
    return postRaw({ origin, path, form: signed, accept: 'application/jwt, application/json', ...(host && { host }) });
  };

  it.each<[Asked, string]>([
    ['introspection', '/token/introspection'],
    ['exchange', '/token'],
    ['credentials', '/token'],
  ])('%s is granted by the internal listener', async (asked, path) => {
    const { status, text } = await ask(asked, path, { origin: stack.originOf('identityInternal') });

    expect(status).toBe(200);
    expect(text).toMatch(/eyJ/);
  });

  const { host } = new URL(stack.issuer);
  const listeners: [string, Listener][] = [
    ['through the edge', { origin: stack.issuer }],
    ['at the public port itself', { origin: stack.originOf('identityPublic'), host }],
  ];
  const attempts = listeners.flatMap(([where, listener]) => [
    ...introspectionPaths.map((path) => ({ asked: 'introspection' as Asked, path, where, listener })),
    ...spellings('/token').flatMap((path) => [
      { asked: 'exchange' as Asked, path, where, listener },
      { asked: 'credentials' as Asked, path, where, listener },
    ]),
  ]);

  it.each(attempts)('$asked is refused $where as $path', async ({ asked, path, listener }) => {
    const { status, text } = await ask(asked, path, listener);

    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(/eyJ|"active"\s*:\s*true|access_token"/);
  });

  it("the public listener answers to no host but the issuer's", async () => {
    const { status } = await ask('introspection', '/token/introspection', {
      origin: stack.originOf('identityPublic'),
      host: new URL(stack.originOf('identityInternal')).host,
    });

    expect(status).toBeGreaterThanOrEqual(400);
  });
});

type Asked = 'introspection' | 'exchange' | 'credentials';
interface Request {
  readonly as: ServiceClient;
  readonly form: Record<string, string>;
}
interface Listener {
  readonly origin: string;
  readonly host?: string;
}
