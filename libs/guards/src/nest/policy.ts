import 'reflect-metadata';
import type { ZodType } from 'zod';
import type { ClaimsPrincipal } from '../principal/claims-principal.ts';
import { requireStrongLogin } from '../principal/strong-login.ts';
import { writeForOpenApi } from './policy-in-openapi.ts';
import { PolicyConflict } from './policy.errors.ts';

/** What a route asks of its caller. */
export interface Policy {
  readonly isPublic: boolean;
  readonly scopes: readonly string[];
  readonly claims: readonly RequiredClaim[];
  readonly strongLogin?: { readonly maxAgeSeconds: number };
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
  const { isPublic, scopes, claims, strongLogin } = before ?? nothingYet;
  const login = strictest(strongLogin, more.strongLogin);
  const policy: Policy = {
    isPublic: more.isPublic ?? isPublic,
    scopes: [...scopes, ...(more.scopes ?? [])],
    claims: [...claims, ...(more.claims ?? [])],
    ...(login && { strongLogin: login }),
  };
  Reflect.defineMetadata(key, policy, handler);
  writeForOpenApi(handler, policy);
}

function strictest(a: Policy['strongLogin'], b: Policy['strongLogin']): Policy['strongLogin'] {
  return a && b ? { maxAgeSeconds: Math.min(a.maxAgeSeconds, b.maxAgeSeconds) } : (a ?? b);
}

/** @throws InsufficientScope, MissingClaim, InsufficientUserAuthentication: the last only to whom a new login would help */
export function enforce(policy: Policy, principal: ClaimsPrincipal): void {
  principal.requireScope(...policy.scopes);
  for (const { name, schema } of policy.claims) {
    if (schema) principal.requireClaim(name, schema);
    else principal.requireClaim(name);
  }
  if (policy.strongLogin) requireStrongLogin(principal, policy.strongLogin.maxAgeSeconds, new Date());
}
