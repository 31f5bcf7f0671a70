import { afterAll, describe, expect, it } from '@jest/globals';
import { type Answer, ask } from '../support/answer.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { smallOrder } from '../support/orders.ts';
import type { Part } from '../support/stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

const problem = {
  status: 503,
  contentType: expect.stringMatching(/^application\/problem\+json/),
  retryAfter: expect.stringMatching(/^[1-9]\d*$/),
  body: { status: 503 },
};
/** Without an auth server, ingress-nginx asks its default backend; Traefik says 500 of its own. */
const withoutPhantomToken = stack.edge === 'ingress-nginx' ? problem : { status: 500 };

describe('an outage', () => {
  it.each<[Part, { status: number }]>([
    ['identity', problem],
    ['phantom-token', withoutPhantomToken],
  ])(
    'of %s shows at the edge, never as 401, and is over without a restart of anything else',
    async (part, expected) => {
      const alice = stack.api((await stack.login('alice')).opaqueToken);
      const seen = new Set<number>();
      const list = async () => {
        const answer = await alice.get('/orders');
        seen.add(answer.status);
        return answer;
      };

      await stack.stop(part);
      const out = await eventually(
        async () => {
          const answer = await list();
          expect(answer.status).not.toBe(200);
          return answer;
        },
        { deadlineMs: 10_000 },
      ).finally(() => stack.start(part));

      expect(seenIn(out)).toMatchObject(expected);
      await eventually(
        async () => {
          expect((await list()).status).toBe(200);
        },
        { deadlineMs: 30_000 },
      );
      expect([...seen].sort()).toEqual([200, expected.status]);
    },
  );

  it('of identity is 503 for a service that needs an exchange', async () => {
    const { opaqueToken } = await stack.login('alice');
    const token = await stack.swap(opaqueToken, 'urn:downscope:order');

    // So that order has identity's keys: without them, it gets no further than its guard.
    expect(await stack.callService('order', '/orders', { token })).toMatchObject({ status: 200 });

    await stack.stop('identity');
    const answer = await stack
      .callService('order', '/orders', { token, body: smallOrder })
      .finally(() => stack.start('identity'));

    expect(answer).toMatchObject({ status: 503, body: { code: 'downstream_unavailable' } });
    expect(answer.headers.has('retry-after')).toBe(true);
  });

  it("of identity's public listener stops logins, and nothing that needs no login", async () => {
    const { opaqueToken } = await stack.login('alice');
    const alice = stack.api(opaqueToken);
    const metadata = `${stack.issuer}/.well-known/openid-configuration`;

    await stack.stop('identity-public');
    const [login, swapped, exchanged] = await Promise.all([
      ask(metadata),
      alice.get('/orders'),
      alice.post('/orders', smallOrder),
    ]).finally(() => stack.start('identity-public'));

    expect(login.status).toBe(503);
    expect(swapped.status).toBe(200);
    expect(exchanged.status).toBe(201);
  });

  it("of identity's internal listener stops no login", async () => {
    await stack.stop('identity');
    const login = await stack.login('alice').finally(() => stack.start('identity'));

    expect(login.opaqueToken).not.toBe('');
  });
});

function seenIn({ status, headers, body }: Answer): object {
  return { status, contentType: headers.get('content-type'), retryAfter: headers.get('retry-after'), body };
}
