import { afterAll, describe, expect, it } from '@jest/globals';
import { ask } from '../support/answer.ts';
import { Described } from '../support/described.ts';
import { openStack } from '../support/open-stack.ts';
import { apis } from '../support/stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

describe('what the edge tells who has no token yet', () => {
  const metadata = `${stack.apiOrigin}/.well-known/oauth-protected-resource`;

  it.each(['/orders', '/customers/me', '/invoices'])('%s: 401, and where the metadata is (RFC 9728)', async (path) => {
    const answer = await stack.api().get(path);

    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer\b/);
    expect(answer.headers.get('www-authenticate')).toContain(`resource_metadata="${metadata}"`);
  });

  it('the metadata names the authorization server', async () => {
    const answer = await stack.api().get('/.well-known/oauth-protected-resource');

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ resource: stack.apiOrigin, authorization_servers: [stack.issuer] });
  });
});

describe.each(apis)('%s', (service) => {
  it.each(['/health/live', '/health/ready'])('answers at %s', async (path) => {
    expect(await stack.callService(service, path)).toMatchObject({ status: 200 });
  });

  it('counts in the format of Prometheus', async () => {
    expect((await stack.callService(service, '/metrics')).text).toMatch(/^# TYPE \w+ (counter|gauge|histogram)$/m);
  });
});

describe('what identity says of itself', () => {
  const listeners = [
    ['identity-public', 'identityPublic'],
    ['identity-internal', 'identityInternal'],
  ] as const;

  it.each(listeners)('every endpoint of %s stands in its OpenAPI document', async (name, listener) => {
    const path = '/.well-known/openid-configuration';
    const { body } =
      listener === 'identityPublic' ? await ask(stack.issuer + path) : await stack.callService(listener, path);
    const endpoints = Object.entries(body as Record<string, string>).filter(([member]) =>
      /(_endpoint|^jwks_uri)$/.test(member),
    );
    const { paths } = new Described(name).document;

    expect(endpoints.length).toBeGreaterThan(2);
    for (const [member, address] of endpoints)
      expect([member, Object.keys(paths)]).toEqual([member, expect.arrayContaining([new URL(address).pathname])]);
  });
});

it.each([
  '/health/ready',
  '/metrics',
  '/openapi.json',
  '/swap',
  '/unavailable',
  '/customers/1001/address',
  '/jwks',
  '/event-keys',
])('none of what is for operators or for services is there at the edge: %s', async (path) => {
  expect(await stack.api().get(path)).toMatchObject({ status: 404 });
});
