import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { policyOf } from './policy.ts';
import { Public, RequireClaim, RequireScope, RequireStrongLogin } from './policy.decorators.ts';
import { PolicyConflict, PolicyOnClass } from './policy.errors.ts';

function policyFrom(...decorators: MethodDecorator[]): ReturnType<typeof policyOf> {
  class OrdersController {
    list(): void {
      // only its decorators matter
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(OrdersController.prototype, 'list');
  if (!descriptor) throw new Error('no such method');
  for (const decorate of decorators) decorate(OrdersController.prototype, 'list', descriptor);
  return policyOf(descriptor.value as object);
}

describe('policy decorators', () => {
  const anyRegion = z.string();

  it('ask all that stands on the method', () => {
    const policy = policyFrom(
      RequireScope('orders_read', 'b'),
      RequireClaim('region', anyRegion),
      RequireScope('c'),
      RequireClaim('customer_number'),
    );
    expect(policy).toEqual({
      isPublic: false,
      scopes: ['orders_read', 'b', 'c'],
      claims: [
        { name: 'region', schema: anyRegion },
        { name: 'customer_number', schema: undefined },
      ],
    });
  });

  it('ask the most recent login that any of them asks', () => {
    const [early, late] = [RequireStrongLogin({ maxAgeSeconds: 60 }), RequireStrongLogin({ maxAgeSeconds: 600 })];
    const expected = { isPublic: false, scopes: [], claims: [], strongLogin: { maxAgeSeconds: 60 } };
    expect(policyFrom(early, late)).toEqual(expected);
    expect(policyFrom(late, early)).toEqual(expected);
    expect(policyFrom(early, RequireScope('a'))).toEqual({ ...expected, scopes: ['a'] });
  });

  it('ask nothing where everybody may come', () => {
    expect(policyFrom(Public())).toEqual({ isPublic: true, scopes: [], claims: [] });
  });

  it.each([
    ['Public over RequireScope', () => [RequireScope('a'), Public()]],
    ['RequireScope over Public', () => [Public(), RequireScope('a')]],
    ['RequireClaim over Public', () => [Public(), RequireClaim('region')]],
    ['RequireStrongLogin over Public', () => [Public(), RequireStrongLogin({ maxAgeSeconds: 60 })]],
    ['Public twice', () => [Public(), Public()]],
  ])('contradict: %s', (_, decorators) => {
    expect(() => policyFrom(...decorators())).toThrow(PolicyConflict);
    expect(() => policyFrom(...decorators())).toThrow(/OrdersController\.list/);
  });

  it.each([
    ['RequireScope', () => RequireScope('a')],
    ['RequireClaim', () => RequireClaim('region')],
    ['RequireStrongLogin', () => RequireStrongLogin({ maxAgeSeconds: 60 })],
    ['Public', Public],
  ])('do not stand on a class: %s', (_, decorator) => {
    const decorate = decorator() as unknown as ClassDecorator;
    const declare = () => {
      @decorate
      class OrdersController {}
      return OrdersController;
    };
    expect(declare).toThrow(PolicyOnClass);
    expect(declare).toThrow(/OrdersController/);
  });

  it.each([-1, 0.5, NaN, Infinity])('refuse %d as an age', (maxAgeSeconds) => {
    expect(() => RequireStrongLogin({ maxAgeSeconds })).toThrow(RangeError);
    expect(() => RequireStrongLogin({ maxAgeSeconds })).toThrow(String(maxAgeSeconds));
  });

  it('take a login of this very moment', () => {
    expect(policyFrom(RequireStrongLogin({ maxAgeSeconds: 0 }))).toMatchObject({ strongLogin: { maxAgeSeconds: 0 } });
  });

  it.each(['', 'two scopes', 'a"b'])('refuse %j as a scope', (scope) => {
    expect(() => RequireScope('a', scope)).toThrow(TypeError);
    expect(() => RequireScope('a', scope)).toThrow(JSON.stringify(scope));
  });
});
