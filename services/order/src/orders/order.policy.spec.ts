import { MissingClaim } from '@downscope/guards';
import { aPrincipal } from '@downscope/guards/testing';
import { describe, expect, it } from '@jest/globals';
import { buyerFor, ordersCancellableBy, ordersVisibleTo } from './order.policy.ts';

const alice = { customer_number: '1001', region: 'eu' };
const carol = { scopes: ['orders_read', 'orders_read_region'], claims: { region: 'eu' } };

describe('ordersVisibleTo', () => {
  it.each([
    ["a customer's own", { claims: alice }, { customerNumber: '1001' }],
    ["support's region", carol, { region: 'eu' }],
    ['the region, when support is a customer too', { ...carol, claims: alice }, { region: 'eu' }],
    [
      "a customer's own, by the claim of a role alone",
      { claims: { ...alice, role: 'support' } },
      { customerNumber: '1001' },
    ],
  ])('is %s', (_, options, filter) => {
    expect(ordersVisibleTo(aPrincipal(options))).toEqual(filter);
  });

  it.each([
    ['whoever has neither number nor region', {}],
    ['support without a region', { ...carol, claims: {} }],
    ['support of no scope', { claims: { role: 'support', region: 'eu' } }],
    ['an empty customer number', { claims: { customer_number: '' } }],
    ['a customer number that is not text', { claims: { customer_number: 1001 } }],
  ])('is nothing for %s', (_, options) => {
    expect(() => ordersVisibleTo(aPrincipal(options))).toThrow(MissingClaim);
  });
});

describe('ordersCancellableBy', () => {
  it("is a customer's own", () => {
    expect(ordersCancellableBy(aPrincipal({ claims: alice }))).toEqual({ customerNumber: '1001' });
  });

  it('is nothing for support, whatever it may see', () => {
    expect(() => ordersCancellableBy(aPrincipal(carol))).toThrow(MissingClaim);
  });
});

describe('buyerFor', () => {
  it('is the customer', () => {
    expect(buyerFor(aPrincipal({ claims: alice }))).toEqual({ customerNumber: '1001', region: 'eu' });
  });

  it.each([
    ['support', carol],
    ['a person who is no customer', {}],
    ['a customer of no region', { claims: { customer_number: '1001' } }],
  ])('is not %s', (_, options) => {
    expect(() => buyerFor(aPrincipal(options))).toThrow(MissingClaim);
  });
});
