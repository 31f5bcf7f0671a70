import { describe, expect, it } from '@jest/globals';
import { type OrderState, statesBefore } from './order-state.ts';

const steps = ['invoiced', 'paid', 'cancelled'] as const;
type Step = (typeof steps)[number];

/** As the statements do it: a step that does not hold changes nothing. */
const after = (taken: readonly Step[]): OrderState =>
  taken.reduce<OrderState>((state, step) => (statesBefore(step).includes(state) ? step : state), 'placed');

describe('an order', () => {
  it.each<[OrderState, Step[]]>([
    ['placed', []],
    ['invoiced', ['invoiced']],
    ['paid', ['invoiced', 'paid']],
    ['cancelled', ['cancelled']],
    ['cancelled', ['invoiced', 'cancelled']],
    ['cancelled', ['cancelled', 'invoiced']],
    ['paid', ['paid', 'invoiced']],
    ['paid', ['paid', 'cancelled']],
    ['paid', ['cancelled', 'paid']],
    ['paid', ['cancelled', 'invoiced', 'paid']],
  ])('is %s after %j', (state, taken) => {
    expect(after(taken)).toBe(state);
  });

  it('ends the same however often and in whichever order it is told', () => {
    const inEveryOrder = steps.flatMap((one) => steps.flatMap((two) => steps.map((three) => [one, two, three])));
    for (const taken of inEveryOrder.filter((all) => all.includes('paid')))
      expect([taken, after(taken)]).toEqual([taken, 'paid']);
  });

  it.each(steps)('that is %s is not so once more', (step) => {
    expect(statesBefore(step)).not.toContain(step);
  });
});
