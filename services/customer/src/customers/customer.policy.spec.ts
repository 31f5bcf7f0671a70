import { InsufficientScope, MissingClaim } from '@downscope/guards';
import { aPrincipal } from '@downscope/guards/testing';
import { describe, expect, it } from '@jest/globals';
import { anyCustomerFor, customersVisibleTo, customerThemselves } from './customer.policy.ts';

const alice = { customer_number: '1001', region: 'eu' };
const carol = { scopes: ['customers_name_read', 'customers_read_region'], claims: { region: 'eu' } };
const billing = { subject: 'billing', clientId: 'billing' };

describe('customersVisibleTo', () => {
  it.each([
    ['themselves, for a customer', { claims: alice }, { customerNumber: '1001' }],
    ['the region, for support', carol, { region: 'eu' }],
  ])('is %s', (_, options, filter) => {
    expect(customersVisibleTo(aPrincipal(options))).toEqual(filter);
  });

  it.each([
    ['a service that acts as itself', billing],
    ['support of no scope', { claims: { role: 'support', region: 'eu' } }],
  ])('is nobody for %s', (_, options) => {
    expect(() => customersVisibleTo(aPrincipal(options))).toThrow(MissingClaim);
  });
});

describe('customerThemselves', () => {
  it('is the customer, even for support', () => {
    expect(customerThemselves(aPrincipal({ ...carol, claims: alice }))).toEqual({ customerNumber: '1001' });
  });

  it('is nobody for support that is no customer', () => {
    expect(() => customerThemselves(aPrincipal(carol))).toThrow(MissingClaim);
  });
});

describe('anyCustomerFor', () => {
  const scope = 'customers_terms_read_any';

  it('is anyone, for a service with the scope', () => {
    expect(anyCustomerFor(aPrincipal({ ...billing, scopes: [scope] }), scope)).toEqual({ anyone: true });
  });

  it.each([
    ['a service without the scope', { ...billing, scopes: ['customers_claims_read_any'] }],
    ['a person with the scope', { scopes: [scope], claims: alice }],
    ['a service that acts for a person', { scopes: [scope], actors: ['billing'] }],
    ['a service that acts for itself through another', { ...billing, actors: ['billing'], scopes: [scope] }],
  ])('is nobody for %s', (_, options) => {
    expect(() => anyCustomerFor(aPrincipal(options), scope)).toThrow(InsufficientScope);
  });
});
