import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { z } from 'zod';
import { aPrincipal } from '../testing/index.ts';
import { InsufficientScope, MissingClaim } from './forbidden.ts';

const alice = { subject: '3c4f1f6e-5d0b-4a55-9b0e-6f2a8c1d7e91', claims: { customer_number: '1001', region: 'eu' } };

describe('ClaimsPrincipal', () => {
  it('tells who calls, for whom, and through whom', () => {
    const principal = aPrincipal({ ...alice, actors: ['billing', 'order'] });
    expect(principal.subject).toBe(alice.subject);
    expect(principal.clientId).toBe('billing');
    expect(principal.actors).toEqual(['billing', 'order']);
  });

  it.each([
    ['a client as itself', { subject: 'billing', clientId: 'billing' }, true],
    ['a person', { subject: 'a-person', clientId: 'walkthrough' }, false],
    ['a service for a person', { subject: 'a-person', actors: ['order'] }, false],
    ['a service for another service', { subject: 'order', actors: ['order'] }, false],
  ])('%s: a service %#', (_, options, isService) => {
    expect(aPrincipal(options).isService).toBe(isService);
  });

  it('tells when and how the person logged in', () => {
    const principal = aPrincipal({ claims: { auth_time: 1_800_000, acr: 'phr' } });
    expect(principal.authenticatedAt).toEqual(new Date(1_800_000_000));
    expect(principal.acr).toBe('phr');
    expect(aPrincipal().authenticatedAt).toBeUndefined();
    expect(aPrincipal().acr).toBeUndefined();
  });

  describe('scopes', () => {
    const options = { scopes: ['orders_read', 'orders_write'] };

    it('are those of the token, and whole', () => {
      const principal = aPrincipal(options);
      expect(principal.scopes).toEqual(new Set(['orders_read', 'orders_write']));
      expect(principal.hasScope('orders_read')).toBe(true);
      expect(principal.hasScope('orders')).toBe(false);
      expect(principal.hasScope('')).toBe(false);
    });

    it('are none when the claim is empty or absent', () => {
      expect(aPrincipal().scopes.size).toBe(0);
      expect(aPrincipal({ claims: { scope: undefined } }).scopes.size).toBe(0);
    });

    it('are required all together, and named when one is missing', () => {
      const principal = aPrincipal(options);
      principal.requireScope('orders_read', 'orders_write');
      const needed = ['orders_read', 'orders_pay'];
      expect(() => {
        principal.requireScope(...needed);
      }).toThrow(InsufficientScope);
      expect(new InsufficientScope(needed)).toMatchObject({
        status: 403,
        code: 'insufficient_scope',
        challenge: { error: 'insufficient_scope', scope: needed },
      });
    });
  });

  describe('claims', () => {
    const options = { claims: { ...alice.claims, level: 3, empty: '', nothing: null, role: ['support', 'sales'] } };

    it('are texts unless a schema says otherwise', () => {
      const principal = aPrincipal(options);
      expect(principal.requireClaim('region')).toBe('eu');
      expect(principal.requireClaim('level', z.number())).toBe(3);
    });

    it.each([
      ['absent', 'absent', undefined],
      ['inherited by every object', 'constructor', z.unknown().refine(Boolean)],
      ['empty', 'empty', undefined],
      ['null', 'nothing', undefined],
      ['of another type', 'level', undefined],
      ['not as the schema says', 'region', z.literal('us')],
    ])('are refused when %s', (_, name, schema) => {
      const principal = aPrincipal(options);
      expect(() => (schema ? principal.requireClaim(name, schema) : principal.requireClaim(name))).toThrow(
        MissingClaim,
      );
    });

    it('refuse without a word about the claim', () => {
      expect(new MissingClaim('customer_number')).toMatchObject({ status: 403, code: 'missing_claim' });
      expect(new MissingClaim('customer_number').message).not.toMatch(/customer_number/);
    });

    it('hold roles, one or many', () => {
      const principal = aPrincipal(options);
      expect(principal.hasRole('support')).toBe(true);
      expect(principal.hasRole('admin')).toBe(false);
      expect(aPrincipal({ claims: { role: 'support' } }).hasRole('support')).toBe(true);
      expect(aPrincipal({ claims: { role: 'supporter' } }).hasRole('support')).toBe(false);
      expect(aPrincipal().hasRole('support')).toBe(false);
    });
  });

  it('cannot be changed', () => {
    const principal = aPrincipal({ scopes: ['orders_read'], actors: ['order'], claims: { realm: { roles: ['a'] } } });
    const realm = principal.claim('realm') as { roles: string[] };
    (principal.scopes as Set<string>).add('orders_write');
    expect(principal.hasScope('orders_write')).toBe(false);
    expect(principal.scopes.size).toBe(1);
    expect(() => realm.roles.push('admin')).toThrow(TypeError);
    expect(() => (principal.actors as string[]).push('billing')).toThrow(TypeError);
    expect(() => Object.assign(principal, { subject: 'bob' })).toThrow(TypeError);
    expect(() => Object.assign(principal, { hasScope: () => true })).toThrow(TypeError);
  });

  it('prints its parts in an order that does not depend on the token', () => {
    const claims = ['acr', 'aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub'];
    expect(JSON.parse(JSON.stringify(aPrincipal({ scopes: ['orders_read'], claims: { acr: 'phr' } })))).toEqual({
      clientId: 'walkthrough',
      scopes: ['orders_read'],
      actors: [],
      claims,
    });
  });

  it('prints what a log may hold: no subject, no value of a claim', () => {
    const principal = aPrincipal({ ...alice, scopes: ['orders_read'], actors: ['order'] });
    for (const printed of [JSON.stringify(principal), inspect(principal, { depth: 9, showHidden: true })]) {
      expect(printed).toContain('orders_read');
      expect(printed).toContain('customer_number');
      expect(printed).not.toContain('1001');
      expect(printed).not.toContain('eu');
      expect(printed).not.toContain(alice.subject);
    }
    expect(Object.entries(principal)).toEqual([]);
  });
});
