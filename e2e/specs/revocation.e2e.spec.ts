import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, expectStatus } from '../support/answer.ts';
import { type DoorName, doorNames, type Doors, doorsOf } from '../support/doors.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder } from '../support/orders.ts';
import { apis } from '../support/stack.ts';
import { type Revocable, waysToRevoke } from '../support/ways-to-revoke.ts';

const stack = await openStack();
afterAll(() => stack.close());

/** The table of services/phantom-token/README.md, in milliseconds. */
const heardMs: Readonly<Record<DoorName, number>> = { edge: 1_500, order: 1_000, customer: 1_000, billing: 1_000 };
const unheardMs = 5_000;
const ways = Object.entries(waysToRevoke);
const [[, taken]] = ways as [(typeof ways)[number]];
const forBilling = { audience: 'urn:downscope:billing', scopes: ['invoices_read'] };
const forCustomer = { audience: 'urn:downscope:customer', scopes: ['customers_address_read'] };

/** Every receiver says that it hears of revocations. */
async function untilHeard(): Promise<void> {
  await eventually(
    async () => {
      const metrics = await Promise.all([...apis, 'phantom-token' as const].map((each) => stack.metricsOf(each)));
      for (const text of metrics.flat()) expect(text).toMatch(/^revocations_fresh 1$/m);
    },
    { deadlineMs: 30_000 },
  );
}

function untilNot200(ask: () => Promise<Answer>, deadlineMs: number): Promise<Answer> {
  return eventually(
    async () => {
      const answer = await ask();
      expect(answer.status).not.toBe(200);
      return answer;
    },
    { deadlineMs },
  );
}

/** What a spec revokes opens every door before. */
async function opened(revocable: Revocable): Promise<Doors> {
  const doors = await doorsOf(stack, revocable);
  for (const name of doorNames) expectStatus(await doors[name](), 200);
  return doors;
}

describe.each(ways)('while identity is heard, and %s', (_, login) => {
  let revocable: Revocable;
  let doors: Doors;
  const refused = new Map<DoorName, Answer>();

  beforeAll(async () => {
    await untilHeard();
    revocable = await login(stack);
    doors = await opened(revocable);

    await revocable.revoke();
    await Promise.all(
      doorNames.map(async (name) => {
        const answer = await untilNot200(doors[name], heardMs[name]).catch(() => undefined);
        if (answer) refused.set(name, answer);
      }),
    );
  }, 60_000);

  it.each(doorNames)('%s refuses it within its bound', (name) => {
    expect(refused.get(name)).toMatchObject({ status: 401 });
    expect(refused.get(name)?.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
  });
});

describe.each(ways)('while identity is not heard, and %s', (_, login) => {
  let revocable: Revocable;
  let doors: Doors;
  const seen = new Map<string, Answer>();

  beforeAll(async () => {
    await untilHeard();
    revocable = await login(stack);
    doors = await opened(revocable);

    await stack.stop('identity');
    try {
      await revocable.revoke();
      const afterwards = await untilNot200(doors.edge, unheardMs).catch(() => undefined);
      if (afterwards) seen.set('edge', afterwards);
      for (const name of apis) seen.set(name, await doors[name]());
    } finally {
      await stack.start('identity');
    }
  }, 120_000);

  it('the edge passes it for five seconds at most: then nobody can say, and it is 503', () => {
    expect(seen.get('edge')).toMatchObject({ status: 503 });
  });

  it.each(apis)(
    '%s takes a JWT until it ends, or until identity is heard again',
    async (name) => {
      expect(seen.get(name)).toMatchObject({ status: 200 });
      const answer = await untilNot200(doors[name], 30_000);
      expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
    },
    60_000,
  );
});

describe('what was exchanged for a revoked token', () => {
  it('is given up: while identity is not heard, five seconds after it was asked for', async () => {
    await untilHeard();
    const { opaqueToken } = await stack.login('alice');
    const { id } = await placeOrder(stack.api(opaqueToken));
    const token = await stack.swap(opaqueToken, 'urn:downscope:order');
    const show = () => stack.callService('order', `/orders/${id}`, { token });
    expect(await show()).toMatchObject({ status: 200 });

    await stack.stop('identity');
    try {
      await stack.revoke(opaqueToken);
      expect(await untilNot200(show, unheardMs)).toMatchObject({
        status: 503,
        body: { code: 'downstream_unavailable' },
      });
    } finally {
      await stack.start('identity');
    }
  }, 120_000);
});

describe('a receiver that was away', () => {
  it.each(apis)(
    '%s knows what was revoked meanwhile',
    async (name) => {
      await untilHeard();
      const revocable = await taken(stack);
      const doors = await doorsOf(stack, revocable);
      expect(await doors[name]()).toMatchObject({ status: 200 });

      await stack.stop(name);
      await revocable.revoke();
      await stack.start(name);

      expect(await untilNot200(doors[name], 2_000)).toMatchObject({ status: 401 });
    },
    120_000,
  );
});

describe('a revoked opaque token', () => {
  it('takes with it, at once, what descends from it: no swap, and no exchange at any depth', async () => {
    const { opaqueToken } = await stack.login('alice');
    const forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
    const child = await stack.exchange('order', forOrder, forBilling);
    await expect(stack.exchange('billing', child, forCustomer)).resolves.toBeDefined();

    await stack.revoke(opaqueToken);

    await expect(stack.swap(opaqueToken, 'urn:downscope:order')).rejects.toMatchObject({ code: 'inactive' });
    await expect(stack.exchange('order', forOrder, forBilling)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(stack.exchange('billing', child, forCustomer)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it("leaves another login's token alone", async () => {
    const [revoked, other] = [await stack.login('alice'), await stack.login('alice')];

    await stack.revoke(revoked.opaqueToken);
    await untilNot200(() => stack.api(revoked.opaqueToken).get('/orders'), heardMs.edge);

    expect(await stack.api(other.opaqueToken).get('/orders')).toMatchObject({ status: 200 });
  });
});
