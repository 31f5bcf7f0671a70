import { MissingClaim } from '@downscope/guards';
import { aPrincipal } from '@downscope/guards/testing';
import { describe, expect, it } from '@jest/globals';
import { buyerFor, ordersVisibleTo } from './order.policy.ts';

const alice = { customer_number: '1001', region: 'eu' };
const carol = { role: 'support', region: 'eu' };

describe('ordersVisibleTo', () => {
  it.each([
    ["a customer's own", alice, { customerNumber: '1001' }],
    ["support's region", carol, { region: 'eu' }],
    ['region, when support is a customer too', { ...alice, ...carol }, { region: 'eu' }],
  ])('is %s', (_, claims, filter) => {
    expect(ordersVisibleTo(aPrincipal({ claims }))).toEqual(filter);
  });

  it.each([
    ['who has neither number nor role', {}],
    ['support without a region', { role: 'support' }],
    ['another role', { role: 'admin', region: 'eu' }],
    ['an empty customer number', { customer_number: '' }],
    ['a customer number that is no text', { customer_number: 1001 }],
  ])('is nothing for %s', (_, claims) => {
    expect(() => ordersVisibleTo(aPrincipal({ claims }))).toThrow(MissingClaim);
  });
});

describe('buyerFor', () => {
  it('is the customer', () => {
    expect(buyerFor(aPrincipal({ claims: alice }))).toEqual({ customerNumber: '1001', region: 'eu' });
  });

  it.each([
    ['support', carol],
    ['a person who is no customer', {}],
    ['a customer of no region', { customer_number: '1001' }],
  ])('is not %s', (_, claims) => {
    expect(() => buyerFor(aPrincipal({ claims }))).toThrow(MissingClaim);
  });
});
