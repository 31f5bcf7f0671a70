import { describe, expect, it } from '@jest/globals';
import { ProductUnknown } from './order.errors.ts';
import { orderRequest, placeOrder } from './order.ts';

const buyer = { customerNumber: '1001', region: 'eu' };
const now = new Date('2026-11-24T12:00:00Z');

describe('placeOrder', () => {
  it('prices every line from the catalogue', () => {
    const request = {
      lines: [
        { sku: 'espresso-beans-1kg', quantity: 2 },
        { sku: 'moka-pot', quantity: 1 },
      ],
    };
    const order = placeOrder(buyer, request, now);
    expect(order).toMatchObject({
      ...buyer,
      placedAt: now,
      invoiceId: null,
      state: 'placed',
      total: { minorUnits: 8790, currency: 'EUR' },
    });
    expect(order.lines.map(({ unitPrice }) => unitPrice.minorUnits)).toEqual([2400, 3990]);
  });

  it('names the line of an unknown product', () => {
    const request = {
      lines: [
        { sku: 'moka-pot', quantity: 1 },
        { sku: 'yacht', quantity: 1 },
      ],
    };
    const place = (): unknown => placeOrder(buyer, request, now);
    expect(place).toThrow(ProductUnknown);
    expect(place).toThrow('lines.1.sku');
  });

  it('gives later orders greater ids', () => {
    const request = { lines: [{ sku: 'moka-pot', quantity: 1 }] };
    const ids = [0, 1, 2].map((ms) => placeOrder(buyer, request, new Date(now.getTime() + ms)).id);
    expect([...ids].sort()).toEqual(ids);
  });
});

describe('orderRequest', () => {
  const line = { sku: 'moka-pot', quantity: 1 };

  it('is lines of products and quantities', () => {
    expect(orderRequest.parse({ lines: [line] })).toEqual({ lines: [line] });
  });

  it.each([
    ['no lines', { lines: [] }],
    ['more lines than anybody types', { lines: Array.from({ length: 101 }, () => line) }],
    ['a price', { lines: [{ ...line, unitPrice: { minorUnits: 1, currency: 'EUR' } }] }],
    ['a total', { lines: [line], total: 1 }],
    ['another customer', { lines: [line], customerNumber: '1002' }],
    ['a quantity of none', { lines: [{ ...line, quantity: 0 }] }],
    ['less than nothing', { lines: [{ ...line, quantity: -1 }] }],
    ['half a pot', { lines: [{ ...line, quantity: 0.5 }] }],
    ['a quantity in words', { lines: [{ ...line, quantity: '1' }] }],
    ['nothing at all', null],
  ])('refuses %s', (_, body) => {
    expect(orderRequest.safeParse(body).success).toBe(false);
  });
});
