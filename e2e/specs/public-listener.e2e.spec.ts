import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientCredentials, introspection, tokenExchange } from '../support/identity-requests.ts';
import { openStack } from '../support/open-stack.ts';
import { postRaw } from '../support/raw-request.ts';
import type { ServiceClient } from '../support/client-assertion.ts';

const stack = openStack();
afterAll(() => stack.close());

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
const introspectionPaths = [
  ...spellings('/token/introspection'),
  '/token%2Fintrospection',
  '/token//introspection',
  '/introspect',
];

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
    ...introspectionPaths.map((path): Attempt => ({ asked: 'introspection', path, where, listener })),
    ...spellings('/token').flatMap((path): Attempt[] => [
      { asked: 'exchange', path, where, listener },
      { asked: 'credentials', path, where, listener },
    ]),
  ]);

  it.each(attempts)('$asked is refused $where as $path', async ({ asked, path, listener }) => {
    const { status, text } = await ask(asked, path, listener);

    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(/eyJ|"active"\s*:\s*true|access_token"/);
  });
});

type Asked = 'introspection' | 'exchange' | 'credentials';
interface Attempt {
  readonly asked: Asked;
  readonly path: string;
  readonly where: string;
  readonly listener: Listener;
}
interface Request {
  readonly as: ServiceClient;
  readonly form: Record<string, string>;
}
interface Listener {
  readonly origin: string;
  readonly host?: string;
}
