import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { days } from '../flow/acts.ts';
import { Shop } from '../flow/shop.ts';
import { Told } from '../flow/told.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { PasskeyHolder } from '../support/passkey-holder.ts';
import { passwordOf } from '../support/people.ts';

/** How many days in a shop are tried: more by `ORDER_STATES_RUNS=200 npm run e2e -- order-states`. */
const runs = Number(process.env['ORDER_STATES_RUNS'] ?? 8);
const secondsForOne = 30;

const scopes = ['openid', 'orders_read', 'orders_write', 'orders_cancel', 'invoices_read', 'invoices_pay'];
const stack = await openStack();
let alice: PasskeyHolder;
beforeAll(async () => {
  alice = await PasskeyHolder.from(stack, { username: 'alice', password: passwordOf('alice') }, scopes);
});
afterAll(async () => {
  await alice[Symbol.asyncDispose]();
  await stack.close();
});

/** Nothing that was said is untrue, each order and its invoice stand as was said, and nobody waits for anything. */
async function expectAgreement(told: Told, shop: Shop): Promise<void> {
  await shop.heardEverything();
  expect(told.contradictions()).toEqual([]);
  await eventually(
    async () => {
      for (const id of told.ids) {
        expect(told.mayStand(id)).toContainEqual(await shop.standingOf(id));
        expect(await shop.awaitedOf(id)).toEqual([]);
      }
    },
    { deadlineMs: 20_000 },
  );
}

describe('orders and invoices', () => {
  it(
    'agree with what their customer was told, whatever is done to them, in whatever order and at once',
    async () => {
      const aDay = fc.asyncProperty(days, async (acts) => {
        const [told, shop] = [new Told(), new Shop(stack, alice)];
        await fc.asyncModelRun(() => ({ model: told, real: shop }), acts);
        await expectAgreement(told, shop);
      });
      await fc.assert(aDay, { numRuns: runs, endOnFailure: true });
    },
    runs * secondsForOne * 1_000,
  );
});
