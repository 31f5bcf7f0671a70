import { describe, expect, it } from '@jest/globals';
import { spanAttributes } from './span-attributes.ts';

const now = 1_800_000_000;
const claims = {
  iss: 'https://id.test',
  sub: '3c4f1f6e-5d0b-4a55-9b0e-6f2a8c1d7e91',
  aud: 'urn:test:api',
  exp: now + 42,
  iat: now,
  jti: 'a-token-id',
  client_id: 'billing',
  scope: 'orders_read orders_write',
  act: { sub: 'billing', act: { sub: 'order' } },
  origin_jti: 'an-opaque-token-id',
  acr: 'pwd',
  role: 'support',
  customer_number: '1001',
};

describe('spanAttributes', () => {
  it('tell of a token what a trace may know, of its claims the names alone', () => {
    expect(spanAttributes(claims, now)).toEqual({
      'downscope.hop': 'receive',
      'downscope.jti': 'a-token-id',
      'downscope.origin_jti': 'an-opaque-token-id',
      'downscope.client_id': 'billing',
      'downscope.audience': 'urn:test:api',
      'downscope.scopes': ['orders_read', 'orders_write'],
      'downscope.claims': ['customer_number', 'role'],
      'downscope.actors': ['billing', 'order'],
      'downscope.seconds_left': 42,
    });
  });

  it('name no origin for a token of a service itself', () => {
    const { act, origin_jti, scope, ...own } = claims;
    expect([act, origin_jti, scope]).not.toContain(undefined);
    const attributes = spanAttributes(own, now);
    expect(attributes).not.toHaveProperty('downscope.origin_jti');
    expect(attributes).toMatchObject({ 'downscope.scopes': [], 'downscope.actors': [] });
  });
});
