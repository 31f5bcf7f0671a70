import { euros, type Money } from './money.ts';

/** What this shop sells, and for how much a piece. A price never comes from a client. */
export const catalogue: ReadonlyMap<string, Money> = new Map([
  ['espresso-beans-1kg', euros(24_00)],
  ['moka-pot', euros(39_90)],
  ['hand-grinder', euros(89_00)],
  ['espresso-machine', euros(749_00)],
]);
