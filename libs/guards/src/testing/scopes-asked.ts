import { policyOf } from '../nest/policy.ts';

/** Every scope that a route of these controllers asks for, once each: what an authorization server must know. */
export function scopesAsked(...controllers: readonly { readonly prototype: object }[]): string[] {
  const handlers = controllers.flatMap(({ prototype }) => Object.values(Object.getOwnPropertyDescriptors(prototype)));
  const policies = handlers.flatMap(({ value }) =>
    typeof value === 'function' ? (policyOf(value as object) ?? []) : [],
  );
  return [...new Set(policies.flatMap(({ scopes }) => scopes))].sort();
}
