import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Api } from '../support/api.ts';
import { openStack } from '../support/open-stack.ts';
import { listing, orderIdsSeenBy, placeOrder, untilInvoiced } from '../support/orders.ts';

const stack = await openStack();
afterAll(() => stack.close());

let alice: Api;
let bob: Api;
/** Oldest first; both customers have one behind alice's latest. */
let placed: { alice: string[]; bob: string };
const cursors = { orders: '', invoices: '' };

beforeAll(async () => {
  alice = stack.api((await stack.login('alice')).opaqueToken);
  bob = stack.api((await stack.login('bob')).opaqueToken);
  const ofBob = await placeOrder(bob);
  const ofAlice = [await placeOrder(alice), await placeOrder(alice)];
  for (const { id } of ofAlice) await untilInvoiced(alice, id);
  placed = { alice: ofAlice.map(({ id }) => id), bob: ofBob.id };
  for (const name of ['orders', 'invoices'] as const) {
    cursors[name] = (await listing(alice, `/${name}?limit=1`)).nextCursor ?? '';
  }
});

describe('a listing in pages', () => {
  it('shows every order once, newest first, however long its pages are', async () => {
    const ids = await orderIdsSeenBy(alice, 1);

    expect(ids.slice(0, 2)).toEqual(placed.alice.toReversed());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(await orderIdsSeenBy(alice));
  });

  it.each(['/orders', '/invoices'])('%s: has no page shorter than one row, or longer than a hundred', async (path) => {
    for (const limit of ['0', '101', '-1', '1.5', 'all', '']) {
      const answer = await alice.get(`${path}?limit=${limit}`);
      expect(answer).toMatchObject({ status: 400, body: { status: 400, detail: expect.stringContaining('limit: ') } });
    }
    await expect(listing(alice, `${path}?limit=100`)).resolves.toHaveProperty('nextCursor');
  });
});

describe('a cursor', () => {
  it('does not show what it names', () => {
    const [, latest = ''] = placed.alice;
    expect(cursors.orders).toMatch(/^[\w-]+$/);
    expect(cursors.orders).not.toContain(latest);
  });

  it("is no way to another customer's rows", async () => {
    const behind = await listing(bob, `/orders?limit=100&cursor=${cursors.orders}`);

    const ids = behind.items.map(({ id }) => id);
    expect(ids[0]).toBe(placed.bob);
    expect(await orderIdsSeenBy(bob)).toEqual(expect.arrayContaining(ids));
    expect(ids.filter((id) => placed.alice.includes(id))).toEqual([]);
  });

  it('is no way to anything for who may see nothing', async () => {
    const dan = stack.api((await stack.login('dan')).opaqueToken);
    expect(await dan.get(`/orders?cursor=${cursors.orders}`)).toMatchObject({ status: 403 });
  });

  it.each([
    ['orders', 'of another listing', () => cursors.invoices],
    ['invoices', 'of another listing', () => cursors.orders],
    ['orders', "that is an order's id", () => placed.alice[0]],
    ['orders', 'with a stray character', () => `${cursors.orders}.`],
    ['orders', 'that was cut', () => cursors.orders.slice(0, -1)],
    ['orders', 'of nothing', () => ''],
    ['orders', 'given twice', () => `${cursors.orders}&cursor=${cursors.orders}`],
  ])('of /%s: one %s is 400', async (name, _, cursor) => {
    const answer = await alice.get(`/${name}?cursor=${cursor()}`);

    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer).toMatchObject({ status: 400, body: { status: 400, detail: expect.stringContaining('cursor: ') } });
  });
});
