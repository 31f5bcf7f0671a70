import { describe, expect, it } from '@jest/globals';
import { type Customer, withinCreditLimit } from './customer.ts';

const customer: Customer = {
  number: '1001',
  subject: '3c4f1f6e-5d0b-4a55-9b0e-6f2a8c1d7e91',
  name: 'Alice',
  region: 'eu',
  address: { street: 'Street 1', postcode: '1', city: 'City', country: 'SE' },
  creditLimit: { minorUnits: 1000, currency: 'EUR' },
  paymentDueDays: 30,
};

describe('withinCreditLimit', () => {
  it.each([
    [0, true],
    [999, true],
    [1000, true],
    [1001, false],
  ])('of %d cents is %p', (minorUnits, expected) => {
    expect(withinCreditLimit(customer, { minorUnits, currency: 'EUR' })).toBe(expected);
  });
});
