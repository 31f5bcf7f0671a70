import { afterAll, describe, expect, it } from '@jest/globals';
import type { Part } from '../support/control-socket.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { smallOrder } from '../support/orders.ts';

const stack = openStack();
afterAll(() => stack.close());

describe('an outage', () => {
  it.each<Part>(['identity', 'phantom-token'])(
    'of %s is 503 at the edge, never 401, and over without a restart of anything else',
    async (part) => {
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

      expect(out.status).toBe(503);
      expect(out.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(Number(out.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(out.body).toMatchObject({ status: 503 });
      await eventually(
        async () => {
          expect((await list()).status).toBe(200);
        },
        { deadlineMs: 30_000 },
      );
      expect([...seen].sort()).toEqual([200, 503]);
    },
  );

  it('of identity is 503 for a service that needs an exchange', async () => {
    const { opaqueToken } = await stack.login('alice');
    const token = await stack.swap(opaqueToken, 'urn:downscope:order');

    await stack.stop('identity');
    const answer = await stack
      .callService('order', '/orders', { token, body: smallOrder })
      .finally(() => stack.start('identity'));

    expect(answer).toMatchObject({ status: 503, body: { code: 'downstream_unavailable' } });
    expect(answer.headers.has('retry-after')).toBe(true);
  });
});
