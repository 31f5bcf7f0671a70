import { describe, expect, it } from '@jest/globals';
import { privileges } from '../../test/privileges-file.ts';
import { impliedBy } from './implied-by.ts';

describe('impliedBy', () => {
  it.each([
    [['orders_read'], ['customers_name_read', 'invoices_read', 'customers_address_read']],
    [['orders_write'], ['customers_name_read', 'customers_credit_check']],
    [
      ['orders_read', 'invoices_read'],
      ['customers_name_read', 'customers_address_read'],
    ],
    [['orders_read_region'], ['customers_read_region', 'invoices_read_region']],
    [['customers_read'], []],
    [['openid'], []],
    [[], []],
  ])('follows %p all the way down', (scopes, implied) => {
    expect(impliedBy(privileges, scopes)).toEqual(implied);
  });
});
