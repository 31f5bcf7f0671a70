import { describe, expect, it } from '@jest/globals';
import { Ledger } from './ledger.ts';
import { addsUp, type Books, reckon, type Standing } from './reckoning.ts';

const invoiced: Standing = { state: 'invoiced', invoiceId: 'i1', invoices: ['i1'] };

/** One order, acknowledged and invoiced; and one from before, which is settled. */
function aLedger(): Ledger {
  const ledger = new Ledger();
  ledger.asks('k0');
  ledger.acknowledges('k0', 'o0');
  ledger.settle({ orders: 1, invoices: 1 });
  ledger.asks('k1');
  ledger.acknowledges('k1', 'o1');
  return ledger;
}
const books: Books = { standings: new Map([['o1', invoiced]]), orders: 2, invoices: 2, waiting: 0 };
const standing = (change: Partial<Standing>): Books => ({
  ...books,
  standings: new Map([['o1', { ...invoiced, ...change }]]),
});

describe('the reckoning', () => {
  it('finds nothing where every acknowledged order is invoiced once', () => {
    expect(addsUp(reckon(aLedger(), books))).toBe(true);
  });

  it.each<[string, Books, (ledger: Ledger) => void]>([
    ['lost', { ...books, standings: new Map(), orders: 1 }, () => undefined],
    ['doubled', { ...books, orders: 3 }, () => undefined],
    ['doubled', { ...books, invoices: 3 }, () => undefined],
    ['doubled', standing({ invoices: ['i1', 'i2'] }), () => undefined],
    [
      'doubled',
      { ...books, standings: new Map(['o1', 'o2'].map((id) => [id, invoiced])), orders: 3, invoices: 3 },
      (ledger) => {
        ledger.acknowledges('k1', 'o2');
      },
    ],
    ['stuck', standing({ state: 'placed', invoiceId: null }), () => undefined],
    ['stuck', standing({ invoices: [] }), () => undefined],
    ['stuck', standing({ invoiceId: 'another' }), () => undefined],
    ['stuck', { ...books, waiting: 1 }, () => undefined],
    [
      'stuck',
      books,
      (ledger) => {
        ledger.asks('k2');
      },
    ],
  ])('finds one %s (%#)', (what, planted, done) => {
    const ledger = aLedger();
    done(ledger);
    const { lost, doubled, stuck } = reckon(ledger, planted);
    expect({ lost: lost.length, doubled: doubled.length, stuck: stuck.length }).toEqual({
      lost: 0,
      doubled: 0,
      stuck: 0,
      [what]: 1,
    });
  });

  it('counts an order that was acknowledged twice to one key once', () => {
    const ledger = aLedger();
    ledger.acknowledges('k1', 'o1');
    expect(addsUp(reckon(ledger, books))).toBe(true);
  });
});
