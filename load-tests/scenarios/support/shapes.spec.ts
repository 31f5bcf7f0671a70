import { describe, expect, it } from '@jest/globals';
import { holdsJwt, isInvoice, isOrder, isOrderPage } from './shapes.ts';

const id = '0198c0de-0000-7000-8000-00000000000a';
const money = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
const order = {
  id,
  customerNumber: '1001',
  region: 'eu',
  lines: [
    { sku: 'moka-pot', quantity: 2, unitPrice: money(39_90) },
    { sku: 'espresso-beans-1kg', quantity: 1, unitPrice: money(24_00) },
  ],
  total: money(103_80),
  placedAt: '2026-11-24T17:00:00.000Z',
  invoiceId: null,
};
const invoice = {
  id,
  orderId: '0198c0de-0000-7000-8000-00000000000b',
  customerNumber: '1001',
  total: money(103_80),
  issuedAt: '2026-11-24T17:00:01.000Z',
  dueAt: '2026-12-24T17:00:01.000Z',
  billingAddress: { street: 'Kaffevägen 4', postcode: '118 46', city: 'Stockholm', country: 'SE' },
};

describe('an order', () => {
  it.each([
    ['as promised', {}, true],
    ['invoiced', { invoiceId: id }, true],
    ["another customer's", { customerNumber: '1002' }, false],
    ['without an id', { id: undefined }, false],
    ['with a number for an id', { id: 7 }, false],
    ['without lines', { lines: [] }, false],
    ['with a line without a price', { lines: [{ sku: 'moka-pot', quantity: 1 }] }, false],
    ['with a total that is not the sum of its lines', { total: money(103_79) }, false],
    ['with a fraction of a cent', { total: money(103_80.5) }, false],
    ['that does not say whether it is invoiced', { invoiceId: undefined }, false],
    ['placed at no time', { placedAt: 'yesterday' }, false],
  ])('%s', (_, change, expected) => {
    expect(isOrder({ ...order, ...change }, '1001')).toBe(expected);
  });
});

describe('a page of orders', () => {
  it.each([
    ['as promised', { items: [order], nextCursor: null }, true],
    ['with more behind it', { items: [order], nextCursor: 'b3JkZXJzLzEv' }, true],
    ['with a cursor that no query holds as it is', { items: [order], nextCursor: 'orders&limit=1' }, false],
    [
      "with another customer's order",
      { items: [order, { ...order, customerNumber: '1002' }], nextCursor: null },
      false,
    ],
    ['without a cursor', { items: [order] }, false],
    ['that is a problem document', { type: 'about:blank', status: 503 }, false],
    ['that is no JSON', undefined, false],
  ])('%s', (_, page, expected) => {
    expect(isOrderPage(page, '1001')).toBe(expected);
  });
});

describe('an invoice', () => {
  it.each([
    ['as promised', {}, true],
    ["of another customer's", { customerNumber: '1002' }, false],
    ['of another order', { orderId: id }, false],
    ['without an address', { billingAddress: null }, false],
    ['with half an address', { billingAddress: { city: 'Stockholm' } }, false],
    ['that is never due', { dueAt: null }, false],
  ])('%s', (_, change, expected) => {
    expect(isInvoice({ ...invoice, ...change }, invoice.orderId, '1001')).toBe(expected);
  });
});

describe('a JWT', () => {
  const header = 'eyJhbGciOiJQUzI1NiIsInR5cCI6ImF0K2p3dCJ9';

  it.each([
    ['is found in a body', JSON.stringify({ token: `${header}.eyJzdWIiOiJhIn0.c2ln` }), true],
    ['is found without a signature', `Bearer ${header}.eyJzdWIiOiJhIn0.`, true],
    ['is not what an order is', JSON.stringify(order), false],
    ['is not what an opaque token is', header, false],
  ])('%s', (_, text, expected) => {
    expect(holdsJwt(text)).toBe(expected);
  });
});
