import { describe, expect, it } from '@jest/globals';
import { privileges } from '../../test/privileges-file.ts';
import { givenBy } from './given-by.ts';

const asked = ['openid', 'orders_read', 'orders_read_region', 'invoices_read_region'];

describe('givenBy', () => {
  it.each([
    ['everything, by somebody with the role', { role: 'support', region: 'eu' }, asked],
    ['nothing about others, by a customer', { customer_number: '1001', region: 'eu' }, ['openid', 'orders_read']],
    ['nothing about others, by another role', { role: 'supporter' }, ['openid', 'orders_read']],
    ['nothing about others, by a role called as objects are made', { role: 'constructor' }, ['openid', 'orders_read']],
  ])('is %s', (_, known, given) => {
    expect(givenBy(privileges, known, asked)).toEqual(given);
  });
});
