import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Authorization } from '../support/authorization.ts';
import { eventually } from '../support/eventually.ts';
import { logOut } from '../support/log-out.ts';
import type { Login } from '../support/login.ts';
import { openStack } from '../support/open-stack.ts';
import { type Order, placeOrder, untilInvoiced } from '../support/orders.ts';

const stack = await openStack();
afterAll(() => stack.close());

type End = (login: Login, authorization: Authorization) => Promise<unknown>;

/** How a token ends before what it was used for is done. */
const ends: Readonly<Record<string, End>> = {
  'has expired': async ({ opaqueToken }) => {
    const { origin_jti: id } = decodeJwt((await stack.swap(opaqueToken, 'urn:downscope:order')).reveal());
    const statement = `UPDATE oidc_records SET payload = payload || jsonb_build_object('exp', extract(epoch FROM now())::int - 1)
      WHERE origin_jti = $1`;
    return stack.query('identity', statement, [id]);
  },
  'is revoked': ({ opaqueToken }) => stack.revoke(opaqueToken),
  'ended with its session': (_, authorization) => logOut(authorization),
};

describe("an order's event, when the token that the order was placed with", () => {
  const orders = new Map<string, Order & { readonly traceId: string }>();

  async function placeAndEnd(name: string, end: End): Promise<void> {
    const authorization = await stack.authorize('alice');
    const login = await stack.redeem(authorization);
    const api = stack.api(login.opaqueToken);
    orders.set(name, await placeOrder(api));
    await end(login, authorization);
    // At an API that it was not swapped for: who has its JWT reads there when it expires, and was told of another end than this one.
    await eventually(
      async () => {
        expect((await api.get('/customers/me')).status).toBe(401);
      },
      { deadlineMs: 20_000 },
    );
  }

  /** Billing is away until no token is good for anything; and then it has to try more than once, because customer is away. */
  beforeAll(async () => {
    await stack.stop('billing');
    try {
      await Promise.all(Object.entries(ends).map(([name, end]) => placeAndEnd(name, end)));
      await stack.stop('customer');
    } finally {
      await stack.start('billing');
    }
    await eventually(expectRetries, { deadlineMs: 30_000 }).finally(() => stack.start('customer'));
  }, 240_000);

  it.each(Object.keys(ends))('%s, is handled by billing as itself, tried again or not', async (name) => {
    const order = orders.get(name);
    const alice = stack.api((await stack.login('alice')).opaqueToken);

    await untilInvoiced(alice, order?.id ?? '');

    await eventually(
      async () => {
        const { hops } = await stack.journey(order?.traceId ?? '');
        expect(hops).toContainEqual(
          expect.objectContaining({ from: 'billing', to: 'customer', via: 'client_credentials', claims: [] }),
        );
      },
      { deadlineMs: 10_000 },
    );
  });
});

async function expectRetries(): Promise<void> {
  const metrics = (await stack.metricsOf('billing')).join('\n');
  expect(metrics).toMatch(/^events_handled_total\{.*outcome="retried".*\} [1-9]/m);
}
