import { expect, it } from '@jest/globals';
import { doorOf } from './door.ts';

it.each([
  ['orders_write orders_read', '/orders'],
  ['customers_credit_check customers_name_read', '/customers/1001/name'],
  ['customers_credit_check', '/'],
  ['constructor', '/'],
])('a token with %p is served at %s', (scope, path) => {
  expect(doorOf({ scope, customer_number: '1001' })).toBe(path);
});
