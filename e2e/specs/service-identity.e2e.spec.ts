import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../support/answer.ts';
import { Kubectl } from '../support/cluster/kubectl.ts';
import { asAssertion, serviceToken, type TokenRequest } from '../support/cluster/service-tokens.ts';
import { introspection, tokenExchange } from '../support/identity-requests.ts';
import { openStack } from '../support/open-stack.ts';
import { postRaw } from '../support/raw-request.ts';
import type { Secret } from '../support/secret.ts';
import { targetOf } from '../support/target.ts';

const stack = await openStack();
const kubectl = await Kubectl.for(targetOf(process.env).context);
afterAll(() => stack.close());

const host = new URL(stack.issuer).host;
const internal = { origin: stack.originOf('identityInternal') };
const outside = {
  'through the edge': { origin: stack.issuer, host },
  'at the public port itself': { origin: stack.originOf('identityPublic'), host },
};

let opaqueToken: Secret;
let forOrder: Secret;
beforeAll(async () => {
  ({ opaqueToken } = await stack.login('alice'));
  forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
});

describe('the ServiceAccount token of order', () => {
  const orders: TokenRequest = { namespace: 'apps', serviceAccount: 'order', audiences: [stack.issuer] };

  const exchange = async (token: string, listener: { origin: string; host?: string }, more = {}) => {
    const narrower = { audience: 'urn:downscope:billing', scopes: ['invoices_read'] };
    const form = { ...tokenExchange(forOrder, narrower), ...asAssertion(token), ...more };
    return postRaw({ ...listener, path: '/token', form });
  };

  it('is taken as often as it lives', async () => {
    const token = await serviceToken(kubectl, orders);

    expect(await exchange(token, internal)).toMatchObject({ status: 200 });
    expect(await exchange(token, internal, { client_id: 'order' })).toMatchObject({ status: 200 });
  });

  const others: [string, Partial<TokenRequest>][] = [
    ['of a ServiceAccount that is no client', { namespace: 'identity', serviceAccount: 'identity' }],
    ['of a ServiceAccount in another namespace', { namespace: 'observe', serviceAccount: 'journey' }],
    ['for the API server', { audiences: ['https://kubernetes.default.svc.cluster.local'] }],
    ['for another service', { audiences: ['urn:downscope:order'] }],
    ['for a second audience besides', { audiences: [stack.issuer, 'urn:downscope:order'] }],
    ['good for two hours', { duration: '2h' }],
    ['that was projected into no pod', { isOfPod: false }],
  ];

  it.each(others)('is refused in the form of one %s', async (_, difference) => {
    const { status, text } = await exchange(await serviceToken(kubectl, { ...orders, ...difference }), internal);

    expect(status).toBe(401);
    expect(text).toContain('"invalid_client"');
  });

  it("is refused as another client's", async () => {
    const answer = await exchange(await serviceToken(kubectl, orders), internal, { client_id: 'billing' });

    expect(answer).toMatchObject({ status: 401 });
  });

  it('is refused with another signature', async () => {
    const [head, body] = (await serviceToken(kubectl, orders)).split('.');
    const [, , signature] = (await serviceToken(kubectl, { ...orders, duration: '11m' })).split('.');

    expect(await exchange([head, body, signature].join('.'), internal)).toMatchObject({ status: 401 });
  });

  it.each(Object.entries(outside))('opens nothing %s, nor does any other', async (_, listener) => {
    for (const difference of [{}, ...others.map(([, other]) => other)]) {
      const { status, text } = await exchange(await serviceToken(kubectl, { ...orders, ...difference }), listener);

      expect([400, 401]).toContain(status);
      expect(text).not.toMatch(/eyJ|"access_token"/);
    }
  });
});

describe("identity's internal listener", () => {
  const operators = ['/health/live', '/health/ready', '/metrics'];

  it.each(operators)('has %s, and the ingress has not', async (path) => {
    expect(await stack.callService('identityInternal', path)).toMatchObject({ status: 200 });
    expect(await ask(stack.issuer + path)).toMatchObject({ status: 404 });
    expect(await ask(stack.apiOrigin + path)).toMatchObject({ status: 404 });
  });

  it.each(['identity', 'identity.identity', 'identity.identity.svc.cluster.local'])(
    'is at no other host of the ingress: %s',
    async (name) => {
      const form = {
        ...introspection(opaqueToken, 'urn:downscope:order'),
        ...(await stack.assertionOf('phantom-token')),
      };

      const { status, text } = await postRaw({ origin: stack.issuer, host: name, path: '/token/introspection', form });

      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toMatch(/eyJ|"active"/);
    },
  );
});
