import type { ZodType } from 'zod';
import type { Scope } from '../scopes.ts';
import { isScopeToken } from '../verification/scope.ts';
import { addToPolicy, type Policy } from './policy.ts';
import { PolicyOnClass } from './policy.errors.ts';

/** Only callers whose token holds all of these scopes. */
export function RequireScope(...all: [Scope, ...Scope[]]): MethodDecorator {
  for (const scope of all) {
    if (!isScopeToken(scope)) throw new TypeError(`Not a scope: ${JSON.stringify(scope)}`);
  }
  return policy({ scopes: all });
}

/** Only callers whose token holds this claim: a text, unless a schema says otherwise. */
export function RequireClaim(name: string, schema?: ZodType): MethodDecorator {
  return policy({ claims: [{ name, schema }] });
}

/** Only people who logged in in a way that cannot be phished (`acr`), and no longer ago than that: others are asked to log in (RFC 9470). */
export function RequireStrongLogin({ maxAgeSeconds }: { readonly maxAgeSeconds: number }): MethodDecorator {
  if (!Number.isSafeInteger(maxAgeSeconds) || maxAgeSeconds < 0) throw new RangeError(`No age: ${maxAgeSeconds}`);
  return policy({ strongLogin: { maxAgeSeconds } });
}

/** Everybody. No token is looked at, so there is no principal either. */
export function Public(): MethodDecorator {
  return policy({ isPublic: true });
}

function policy(asks: Partial<Policy>): MethodDecorator {
  return (target: object, method?: string | symbol, descriptor?: PropertyDescriptor) => {
    if (!descriptor) throw new PolicyOnClass((target as { readonly name: string }).name);
    addToPolicy(descriptor.value as object, `${target.constructor.name}.${String(method)}`, asks);
  };
}
