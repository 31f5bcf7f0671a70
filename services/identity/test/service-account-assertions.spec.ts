import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClusterKeysUnavailable } from '../src/workloads/cluster-keys.ts';
import { issuer, WorkloadListener } from './workload-listener.ts';

const refused = [401, { error: 'invalid_client', error_description: 'client authentication failed' }];

let listener: WorkloadListener;
beforeAll(async () => {
  listener = await WorkloadListener.start();
});
beforeEach(() => {
  listener.audited.length = 0;
  listener.keys = listener.cluster.published;
});
afterAll(() => listener.stop());

describe('a ServiceAccount token as client assertion', () => {
  it('authenticates the client that its ServiceAccount is bound to, and leaves the rest of the form as it is', async () => {
    const token = await listener.cluster.token(issuer);
    const echo = 'ä & = + %';
    await expect(listener.ask(token, { client_id: 'order', echo })).resolves.toEqual([200, { client: 'order', echo }]);
  });

  it('does without a client_id', async () => {
    await expect(listener.ask(await listener.cluster.token(issuer))).resolves.toEqual([200, { client: 'order' }]);
  });

  it('may come again, also at the same time, as long as it lives', async () => {
    const token = await listener.cluster.token(issuer);
    const answers = await Promise.all(Array.from({ length: 5 }, () => listener.ask(token)));
    expect(answers).toEqual(Array.from({ length: 5 }, () => [200, { client: 'order' }]));
  });

  it.each(['/token/', '/Token', '/token?x'])(
    'is known whatever spelling of the path the router takes (%s)',
    async (path) => {
      await expect(listener.ask(await listener.cluster.token(issuer), {}, path)).resolves.toEqual([
        200,
        { client: 'order' },
      ]);
    },
  );

  it.each<[string, string, object, Record<string, string>, string | undefined, string]>([
    ['for another audience', issuer + '/token', {}, { client_id: 'order' }, 'order', 'unexpected "aud"'],
    [
      'of a ServiceAccount that is no client',
      issuer,
      {
        sub: 'system:serviceaccount:apps:customer',
        'kubernetes.io': {
          namespace: 'apps',
          serviceaccount: { name: 'customer' },
          pod: { name: 'customer-5f4d7c9b8-q7k2m', uid: '9c0e2f7b-6a1d-4a3e-8f5b-2d7c4e1a9b60' },
        },
      },
      { client_id: 'order' },
      'order',
      'system:serviceaccount:apps:customer is no client',
    ],
    [
      'of another client',
      issuer,
      {},
      { client_id: 'billing' },
      undefined,
      'system:serviceaccount:apps:order is the client order',
    ],
  ])('is refused when it is one %s, and the audit says why', async (_, audience, claims, form, clientId, reason) => {
    const token = await listener.cluster.token(audience, claims);
    await expect(listener.ask(token, form)).resolves.toEqual(refused);
    expect(listener.audited).toEqual([
      { event: 'client.authentication_failed', clientId, reason: expect.stringContaining(reason) },
    ]);
    expect(JSON.stringify(listener.audited)).not.toContain(token);
  });

  it('is not blamed for an outage of the API server', async () => {
    listener.keys = () => Promise.reject(new ClusterKeysUnavailable('out'));
    const [status, body] = await listener.ask(await listener.cluster.token(issuer));
    expect([status, body]).toMatchObject([503, { error: 'temporarily_unavailable' }]);
    expect(listener.audited).toEqual([]);
  });
});

describe('every other assertion is for oidc-provider to judge', () => {
  it('the one of a client with a key of its own, once', async () => {
    const assertion = await listener.billing.assertionOf('billing');
    await expect(listener.ask(assertion)).resolves.toEqual([200, { client: 'billing' }]);
    await expect(listener.ask(assertion)).resolves.toEqual(refused);
  });

  it.each([
    ['one that a ServiceAccount client would have signed itself', () => listener.billing.assertionOf('order')],
    ['something that is no JWT', () => Promise.resolve('opaque')],
  ])('%s', async (_, assertion) => {
    const [status] = await listener.ask(await assertion());
    expect([400, 401]).toContain(status);
  });

  it('and a body that is too large is answered', async () => {
    const token = await listener.cluster.token(issuer);
    await expect(listener.ask(token, { echo: 'x'.repeat(60_000) })).resolves.toMatchObject([
      400,
      { error: 'invalid_request' },
    ]);
  });
});
