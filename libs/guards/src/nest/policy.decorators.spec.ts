import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { policyOf } from './policy.ts';
import { Public, RequireClaim, RequireScope } from './policy.decorators.ts';
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
    const policy = policyFrom(RequireScope('a', 'b'), RequireClaim('region', anyRegion), RequireScope('c'));
    expect(policy).toEqual({
      isPublic: false,
      scopes: ['a', 'b', 'c'],
      claims: [{ name: 'region', schema: anyRegion }],
    });
  });

  it('ask nothing where everybody may come', () => {
    expect(policyFrom(Public())).toEqual({ isPublic: true, scopes: [], claims: [] });
  });

  it.each([
    ['Public over RequireScope', [RequireScope('a'), Public()]],
    ['RequireScope over Public', [Public(), RequireScope('a')]],
    ['RequireClaim over Public', [Public(), RequireClaim('region')]],
    ['Public twice', [Public(), Public()]],
  ])('contradict: %s', (_, decorators) => {
    expect(() => policyFrom(...decorators)).toThrow(PolicyConflict);
    expect(() => policyFrom(...decorators)).toThrow(/OrdersController\.list/);
  });

  it.each([
    ['RequireScope', RequireScope('a')],
    ['RequireClaim', RequireClaim('region')],
    ['Public', Public()],
  ])('do not stand on a class: %s', (_, decorator) => {
    const decorate = decorator as unknown as ClassDecorator;
    const declare = () => {
      @decorate
      class OrdersController {}
      return OrdersController;
    };
    expect(declare).toThrow(PolicyOnClass);
    expect(declare).toThrow(/OrdersController/);
  });

  it.each(['', 'two scopes', 'a"b'])('refuse %j as a scope', (scope) => {
    expect(() => RequireScope(scope)).toThrow(TypeError);
  });
});
