import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Api } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { loopbackAgent } from '../support/loopback.ts';
import { Described } from '../support/described.ts';
import { openStack } from '../support/open-stack.ts';
import { orderIdsSeenBy, placedIn, placeOrderOnce, smallOrder, untilInvoiced } from '../support/orders.ts';
import type { Secret } from '../support/secret.ts';

const stack = await openStack();
afterAll(() => stack.close());

const otherOrder = { lines: [{ sku: 'espresso-beans-1kg', quantity: 1 }] };
const unaffordable = { lines: [{ sku: 'espresso-machine', quantity: 2 }] };

let opaqueToken: Secret;
let alice: Api;
let key: string;
let before: string[];

beforeAll(async () => {
  ({ opaqueToken } = await stack.login('alice'));
  alice = stack.api(opaqueToken);
});
beforeEach(async () => {
  key = `"${randomUUID()}"`;
  before = await orderIdsSeenBy(alice);
});

/** The orders that alice has, and had not before. */
async function newOrders(): Promise<string[]> {
  return (await orderIdsSeenBy(alice)).filter((id) => !before.includes(id));
}

/** What the first attempt left would show in the second. */
async function expectTwice(order: object, status: number, code: string): Promise<void> {
  for (const attempt of ['first', 'second']) {
    const answer = await placeOrderOnce(alice, key, order);
    expect({ attempt, ...answer }).toMatchObject({ attempt, status, body: { status, code } });
  }
}

describe('an order with an Idempotency-Key', () => {
  it('is placed once, and answered the same to the byte, although it changed meanwhile', async () => {
    const first = await placeOrderOnce(alice, key);
    const id = placedIn(first);
    await untilInvoiced(alice, id);

    const again = await placeOrderOnce(alice, key);
    const withoutQuotes = await placeOrderOnce(alice, key.slice(1, -1));

    expect([again.status, again.text]).toEqual([201, first.text]);
    expect([withoutQuotes.status, withoutQuotes.text]).toEqual([201, first.text]);
    expect(await newOrders()).toEqual([id]);
  });

  it('is one order, one event and one invoice when it is sent a hundred times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => placeOrderOnce(alice, key)));

    const [id = '', ...others] = new Set(answers.filter(({ status }) => status === 201).map(placedIn));
    expect(others).toEqual([]);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject({ status: 409, body: { status: 409, code: 'idempotency_key_in_use' } });
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    }
    await untilInvoiced(alice, id);
    expect(await newOrders()).toEqual([id]);
    const records = (await stack.topics.records()).filter(({ value }) => value?.includes(id));
    expect(records.map(({ topic }) => topic).sort()).toEqual(['invoices', 'orders']);
    expect(placedIn(await placeOrderOnce(alice, key))).toBe(id);
  });

  it('is refused as another order, and nothing is kept of that', async () => {
    const id = placedIn(await placeOrderOnce(alice, key));

    const answer = await placeOrderOnce(alice, key, otherOrder);

    expect(answer).toMatchObject({ status: 422, body: { status: 422, code: 'idempotency_key_reused' } });
    expect(await newOrders()).toEqual([id]);
  });

  it("is another order when it is another person's", async () => {
    const bob = stack.api((await stack.login('bob')).opaqueToken);
    const id = placedIn(await placeOrderOnce(alice, key));

    const ofBob = placedIn(await placeOrderOnce(bob, key));

    expect(await orderIdsSeenBy(bob)).toContain(ofBob);
    expect(await newOrders()).toEqual([id]);
  });

  it('leaves the key free when it is above the credit limit', async () => {
    await expectTwice(unaffordable, 422, 'credit_limit_exceeded');
    const id = placedIn(await placeOrderOnce(alice, key, otherOrder));
    expect(await newOrders()).toEqual([id]);
  });

  it('leaves the key free when it fails for an outage', async () => {
    await stack.stop('customer');
    await expectTwice(smallOrder, 503, 'downstream_unavailable').finally(() => stack.start('customer'));

    const id = await eventually(async () => placedIn(await placeOrderOnce(alice, key)), { deadlineMs: 30_000 });
    expect(await newOrders()).toEqual([id]);
  });
});

describe('an Idempotency-Key', () => {
  it.each([
    ['is empty', '""'],
    ['is too long', `"${'a'.repeat(256)}"`],
    ['does not end', '"a'],
    ['holds a space', '"a b"'],
    ['is two', '"a", "b"'],
    ['is of another kind', ':YQ==:'],
  ])('that %s is refused', async (_, malformed) => {
    const answer = await placeOrderOnce(alice, malformed);

    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer).toMatchObject({
      status: 400,
      body: { status: 400, code: 'idempotency_key_malformed', detail: expect.stringContaining('Idempotency-Key') },
    });
    expect(await newOrders()).toEqual([]);
  });

  it('that is given in two headers is refused', async () => {
    const { statusCode, body } = await loopbackAgent.request({
      origin: stack.apiOrigin,
      path: '/orders',
      method: 'POST',
      headers: {
        authorization: `Bearer ${opaqueToken.reveal()}`,
        'content-type': 'application/json',
        'idempotency-key': [key, key],
      },
      body: JSON.stringify(smallOrder),
    });

    expect(statusCode).toBe(400);
    expect(await body.json()).toMatchObject({ code: 'idempotency_key_malformed' });
    expect(await newOrders()).toEqual([]);
  });

  it('stands in the OpenAPI document', () => {
    const header = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } };
    expect(new Described('order').document.paths['/orders']?.['post']?.parameters).toMatchObject([header]);
  });
});
