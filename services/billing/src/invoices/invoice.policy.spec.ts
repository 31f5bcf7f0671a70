import { MissingClaim } from '@downscope/guards';
import { aPrincipal } from '@downscope/guards/testing';
import { describe, expect, it } from '@jest/globals';
import { invoicesVisibleTo } from './invoice.policy.ts';

const support = { scopes: ['invoices_read', 'invoices_read_region'] };

describe('invoicesVisibleTo', () => {
  it.each([
    ["a customer's own", { claims: { customer_number: '1001', region: 'eu' } }, { customerNumber: '1001' }],
    ["support's region", { ...support, claims: { region: 'eu' } }, { region: 'eu' }],
  ])('is %s', (_, options, filter) => {
    expect(invoicesVisibleTo(aPrincipal(options))).toEqual(filter);
  });

  it.each([
    ['whoever has neither number nor region', {}],
    ['support without a region', support],
    ['support of no scope', { claims: { role: 'support', region: 'eu' } }],
    ['a customer number that is not text', { claims: { customer_number: 1001 } }],
  ])('is nothing for %s', (_, options) => {
    expect(() => invoicesVisibleTo(aPrincipal(options))).toThrow(MissingClaim);
  });

  it('is nothing for a service that acts as itself', () => {
    expect(() => invoicesVisibleTo(aPrincipal({ subject: 'order', clientId: 'order' }))).toThrow(MissingClaim);
  });
});
