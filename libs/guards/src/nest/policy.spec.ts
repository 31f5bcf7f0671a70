import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { InsufficientScope, MissingClaim } from '../principal/forbidden.ts';
import { InsufficientUserAuthentication } from '../principal/strong-login.ts';
import { aPrincipal } from '../testing/index.ts';
import { enforce, type Policy } from './policy.ts';

const policy: Policy = {
  isPublic: false,
  scopes: ['orders_read', 'orders_write'],
  claims: [
    { name: 'customer_number', schema: undefined },
    { name: 'level', schema: z.number().min(3) },
  ],
  strongLogin: { maxAgeSeconds: 300 },
};
const claims = { customer_number: '1001', level: 3, acr: 'phr', auth_time: Math.floor(Date.now() / 1000) - 60 };
const valid = { scopes: ['orders_read', 'orders_write'], claims };

const enter =
  (change: object, asked = policy) =>
  (): void => {
    enforce(asked, aPrincipal({ ...valid, ...change }));
  };

describe('enforce', () => {
  it('lets pass who has all of it', () => {
    expect(enter({})).not.toThrow();
  });

  it.each([
    ['one of the scopes', InsufficientScope, { scopes: ['orders_read'] }],
    ['the claim', MissingClaim, { claims: { ...claims, customer_number: undefined } }],
    ['the claim as its schema says', MissingClaim, { claims: { ...claims, level: 2 } }],
    ['the login', InsufficientUserAuthentication, { claims: { ...claims, acr: 'pwd' } }],
    ['the scope and the login', InsufficientScope, { scopes: [], claims: { ...claims, acr: 'pwd' } }],
  ])('refuses who lacks %s', (_, error, change) => {
    expect(enter(change)).toThrow(error);
  });

  it('asks for no login where the route does not', () => {
    const { scopes, claims: asked, isPublic } = policy;
    expect(enter({ claims: { ...claims, acr: 'pwd' } }, { isPublic, scopes, claims: asked })).not.toThrow();
  });
});
