import { describe, expect, it } from '@jest/globals';
import { privileges } from '../../test/privileges-file.ts';
import { swap } from './swap.ts';

const alice = {
  scopes: ['openid', 'orders_read', 'orders_write', 'invoices_read'],
  claims: { customer_number: '1001', region: 'eu', shoe_size: '38', role: 'support' },
};

describe('swap', () => {
  it.each([
    ['urn:downscope:order', ['orders_read', 'orders_write'], 'edge.order'],
    ['urn:downscope:billing', ['invoices_read'], 'edge.billing'],
    ['urn:downscope:customer', [], 'edge.customer'],
  ])('leaves for %s what it knows of the granted scopes', (audience, scopes, rule) => {
    expect(swap(privileges, alice, audience)).toMatchObject({ allowed: true, audience, scopes, rule });
  });

  it.each([
    [['orders_read', 'orders_write'], { customer_number: '1001', region: 'eu' }],
    [['orders_read'], { customer_number: '1001' }],
    [['orders_read_region'], { region: 'eu' }],
    [['invoices_read'], {}],
    [['openid'], {}],
    [[], {}],
  ])('releases for %p the claims that it needs at order, and no other', (scopes, claims) => {
    expect(swap(privileges, { ...alice, scopes }, 'urn:downscope:order')).toHaveProperty('claims', claims);
  });

  it('lets no scope for inside through, even if it was granted', () => {
    const granted = { ...alice, scopes: ['customers_name_read', 'customers_read'] };
    expect(swap(privileges, granted, 'urn:downscope:customer')).toMatchObject({ scopes: ['customers_read'] });
  });

  it.each([undefined, '', 'order', 'urn:downscope:api', 'urn:downscope:kafka', 'urn:downscope:shop'])(
    'refuses the audience %p',
    (audience) => {
      expect(swap(privileges, alice, audience)).toMatchObject({ allowed: false, error: 'invalid_target' });
    },
  );
});
