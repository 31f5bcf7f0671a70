import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { days, tryAgain } from '../flow/acts.ts';
import { Shop } from '../flow/shop.ts';
import { Told } from '../flow/told.ts';
import { openStack } from '../support/open-stack.ts';
import { PasskeyHolder } from '../support/passkey-holder.ts';
import { passwordOf } from '../support/people.ts';

/** How many days in the shop are tried: more by `ORDER_STATES_DAYS=200 npm run e2e -- order-states`. */
const numRuns = Number(process.env['ORDER_STATES_DAYS'] ?? 4);
const secondsForOne = 60;

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

it(
  'orders and invoices agree with what their customer was told, whatever is done to them, in any order and at once',
  async () => {
    let orders = 0;
    const aDay = fc.asyncProperty(days, async (acts) => {
      const [told, shop] = [new Told(), new Shop(stack, alice)];
      await fc.asyncModelRun(() => ({ model: told, real: shop }), acts);
      await tryAgain(told, shop);
      orders += told.ids.length;
    });
    await fc.assert(aDay, { numRuns, endOnFailure: true });
    expect(orders).toBeGreaterThan(0);
  },
  numRuns * secondsForOne * 1_000,
);
