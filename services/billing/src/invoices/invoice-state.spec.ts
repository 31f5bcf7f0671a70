import { describe, expect, it } from '@jest/globals';
import { type InvoiceState, statesBefore } from './invoice-state.ts';

type Step = Parameters<typeof statesBefore>[0];

/** As the statements do it: a step that does not hold changes nothing. */
const after = (taken: readonly Step[]): InvoiceState =>
  taken.reduce<InvoiceState>((state, step) => (statesBefore(step).includes(state) ? step : state), 'issued');

describe('an invoice', () => {
  it.each<[InvoiceState, Step[]]>([
    ['issued', []],
    ['paid', ['paid']],
    ['paid', ['paid', 'paid']],
    ['paid', ['paid', 'voided']],
    ['voided', ['voided']],
    ['voided', ['voided', 'paid', 'voided']],
  ])('is %s after %j', (state, taken) => {
    expect(after(taken)).toBe(state);
  });
});
