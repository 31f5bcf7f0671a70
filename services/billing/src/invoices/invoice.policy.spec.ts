import { MissingClaim } from '@downscope/guards';
import { aPrincipal } from '@downscope/guards/testing';
import { describe, expect, it } from '@jest/globals';
import { invoicesPayableBy, invoicesVisibleTo } from './invoice.policy.ts';

describe('invoicesVisibleTo', () => {
  it.each([
    ["a customer's own", { customer_number: '1001', region: 'eu' }, { customerNumber: '1001' }],
    ["support's region", { role: 'support', region: 'eu' }, { region: 'eu' }],
  ])('is %s', (_, claims, filter) => {
    expect(invoicesVisibleTo(aPrincipal({ claims }))).toEqual(filter);
  });

  it.each([
    ['who has neither number nor role', {}],
    ['support without a region', { role: 'support' }],
    ['a customer number that is no text', { customer_number: 1001 }],
  ])('is nothing for %s', (_, claims) => {
    expect(() => invoicesVisibleTo(aPrincipal({ claims }))).toThrow(MissingClaim);
  });

  it('is nothing for a service that acts as itself', () => {
    expect(() => invoicesVisibleTo(aPrincipal({ subject: 'order', clientId: 'order' }))).toThrow(MissingClaim);
  });
});

describe('invoicesPayableBy', () => {
  it("is a customer's own", () => {
    const claims = { customer_number: '1001', region: 'eu' };
    expect(invoicesPayableBy(aPrincipal({ claims }))).toEqual({ customerNumber: '1001' });
  });

  it('is nothing for support, whatever it may see', () => {
    const support = aPrincipal({ claims: { role: 'support', region: 'eu' } });
    expect(() => invoicesPayableBy(support)).toThrow(MissingClaim);
  });
});
