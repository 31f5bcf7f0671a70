import { expect, it } from '@jest/globals';
import { sideBySide } from './side-by-side.ts';

it('shows what each token says, and of scopes and claims what is lost', () => {
  const hops = [
    { payload: { aud: 'order', scope: 'a b', customer_number: '1001', region: 'eu' } },
    { payload: { aud: 'customer', scope: 'c', customer_number: '1001', act: { sub: 'order' } } },
  ];

  expect(sideBySide(hops)).toEqual([
    ['aud', 'order', 'customer'],
    ['scope', 'a\nb', 'c\n- a\n- b'],
    ['customer_number', '1001', '1001'],
    ['region', 'eu', '- eu'],
    ['act', '', '{"sub":"order"}'],
  ]);
});
