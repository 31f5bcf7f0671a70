import fc from 'fast-check';
import { night } from './night.ts';
import type { Shop } from './shop.ts';
import type { Told } from './told.ts';

/** One thing that is done to the shop; to which of the orders so far, numbers say, around. */
type Act =
  | { readonly does: 'place' }
  | { readonly does: 'cancel' | 'pay'; readonly to: number }
  | { readonly does: 'replay'; readonly to: number; readonly nth: number };

async function carryOut(act: Act, told: Told, shop: Shop): Promise<void> {
  if (act.does === 'place') {
    told.placed(await shop.place());
    return;
  }
  const id = told.ids[act.to % told.ids.length];
  if (id === undefined) return;
  if (act.does === 'cancel') told.cancelling(id, await shop.cancel(id));
  else if (act.does === 'replay') await shop.replay(id, act.nth);
  else {
    const status = await shop.pay(id);
    if (status !== undefined) told.paying(id, status);
  }
}

/** A command of fast-check's: nothing, until everybody has heard of everything. */
class Night implements fc.AsyncCommand<Told, Shop> {
  check(): boolean {
    return true;
  }

  async run(told: Told, shop: Shop): Promise<void> {
    await night(told, shop);
  }

  toString(): string {
    return 'night';
  }
}

/** A command of fast-check's: some acts, all at once. */
class AtOnce implements fc.AsyncCommand<Told, Shop> {
  readonly #acts: readonly Act[];

  constructor(acts: readonly Act[]) {
    this.#acts = acts;
  }

  check(told: Readonly<Told>): boolean {
    return told.ids.length > 0 || this.#acts.every(({ does }) => does === 'place');
  }

  async run(told: Told, shop: Shop): Promise<void> {
    await Promise.all(this.#acts.map((act) => carryOut(act, told, shop)));
  }

  toString(): string {
    return this.#acts.map((act) => Object.values(act).join(' ')).join(' + ');
  }
}

// Few orders, so that much happens to each.
const to = fc.nat({ max: 1 });
const cancel = fc.record({ does: fc.constant('cancel' as const), to });
const pay = fc.record({ does: fc.constant('pay' as const), to });
const replay = fc.record({ does: fc.constant('replay' as const), to, nth: fc.nat({ max: 5 }) });
const place = fc.constant({ does: 'place' } as const);

/** Orders are placed, cancelled and paid, and old events replayed: one after the other, or some at once. */
export const days = fc.commands<Told, Shop, false>(
  [
    place.map((act) => new AtOnce([act])),
    fc.oneof(cancel, pay, replay).map((act) => new AtOnce([act])),
    fc.array(fc.oneof(place, cancel, pay, replay), { minLength: 2, maxLength: 4 }).map((acts) => new AtOnce(acts)),
    fc.constant(new Night()),
    // Cancelled and paid at once: who comes first?
    to.map(
      (order) =>
        new AtOnce([
          { does: 'cancel', to: order },
          { does: 'pay', to: order },
        ]),
    ),
  ],
  { maxCommands: 12 },
);

/** Everything is tried once more: what has ended stays as it is. */
export async function tryAgain(told: Told, shop: Shop): Promise<void> {
  for (const does of ['pay', 'cancel'] as const) {
    await night(told, shop);
    await Promise.all(told.ids.map((_, to) => carryOut({ does, to }, told, shop)));
  }
  await night(told, shop);
}
