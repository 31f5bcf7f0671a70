import { describe, expect, it } from '@jest/globals';
import { digestOf } from './digest.ts';

const buyer = { customerNumber: '1001', region: 'eu' };
const line = { sku: 'moka-pot', quantity: 1 };
const request = { buyer, lines: [line, { sku: 'hand-grinder', quantity: 2 }] };

describe('digestOf', () => {
  it('is a SHA-256, and the same wherever and whenever it is made', () => {
    expect(digestOf({ b: [1, 'two'], a: null })).toBe('dAWkKsGO9Dwd9nvwatYckXQc575wG94WyKAOaZ0-Qhk');
  });

  it('does not depend on the order of members, at any depth', () => {
    const reordered = {
      lines: [
        { quantity: 1, sku: 'moka-pot' },
        { quantity: 2, sku: 'hand-grinder' },
      ],
      buyer: { region: 'eu', customerNumber: '1001' },
    };
    expect(digestOf(reordered)).toBe(digestOf(request));
  });

  it.each([
    ['another quantity', { ...request, lines: [{ ...line, quantity: 11 }] }],
    ['a line less', { ...request, lines: [line] }],
    ['the same lines in another order', { ...request, lines: request.lines.toReversed() }],
    ['another buyer', { ...request, buyer: { ...buyer, customerNumber: '1002' } }],
    ['a number as a text', { ...request, lines: [{ ...line, quantity: '1' }] }],
  ])('differs for %s', (_, other) => {
    expect(digestOf(other)).not.toBe(digestOf(request));
  });

  it('knows where one value ends and the next begins', () => {
    expect(digestOf(['a', 'bc'])).not.toBe(digestOf(['ab', 'c']));
  });
});
