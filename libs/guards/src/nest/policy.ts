import 'reflect-metadata';
import type { ZodType } from 'zod';
import type { ClaimsPrincipal } from '../principal/claims-principal.ts';
import { PolicyConflict } from './policy.errors.ts';

/** What a route asks of its caller. */
export interface Policy {
  readonly isPublic: boolean;
  readonly scopes: readonly string[];
  readonly claims: readonly RequiredClaim[];
}

export interface RequiredClaim {
  readonly name: string;
  readonly schema: ZodType | undefined;
}

const key = Symbol('downscope:policy');
const nothingYet: Policy = { isPublic: false, scopes: [], claims: [] };

export function policyOf(handler: object): Policy | undefined {
  return Reflect.getOwnMetadata(key, handler) as Policy | undefined;
}

/** Adds to what the decorators below this one ask; public and anything else together is a contradiction. */
export function addToPolicy(handler: object, route: string, more: Partial<Policy>): void {
  const before = policyOf(handler);
  if (before && (before.isPublic || more.isPublic)) throw new PolicyConflict(route);
  const { isPublic, scopes, claims } = before ?? nothingYet;
  const policy: Policy = {
    isPublic: more.isPublic ?? isPublic,
    scopes: [...scopes, ...(more.scopes ?? [])],
    claims: [...claims, ...(more.claims ?? [])],
  };
  Reflect.defineMetadata(key, policy, handler);
}

/** @throws InsufficientScope, MissingClaim */
export function enforce(policy: Policy, principal: ClaimsPrincipal): void {
  principal.requireScope(...policy.scopes);
  for (const { name, schema } of policy.claims) {
    if (schema) principal.requireClaim(name, schema);
    else principal.requireClaim(name);
  }
}
