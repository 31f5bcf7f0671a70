import { describe, expect, it } from '@jest/globals';
import { impliedScopes, type Policy } from './policy.ts';

const policy: Policy = {
  resource_servers: {},
  exchange: { order: { customer: { orders_read: ['name'], orders_write: ['name', 'credit'] } } },
};

describe('impliedScopes', () => {
  it.each([
    [
      ['orders_read', 'orders_write'],
      ['name', 'credit'],
    ],
    [['orders_read'], ['name']],
    [['openid'], []],
  ])('of %p are %p', (held, implied) => {
    expect(impliedScopes(policy, 'order', 'customer', held)).toEqual(implied);
  });

  it('are none where no exchange leads', () => {
    expect(impliedScopes(policy, 'customer', 'order', ['orders_read'])).toEqual([]);
  });
});
