import { RequireScope } from '@downscope/guards';
import { scopesAsked } from '@downscope/guards/testing';
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CustomersController } from '../src/customers/customers.controller.ts';

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

interface PrivilegesFile {
  readonly resource_servers: { readonly customer: { readonly scopes: object } };
}

it('asks for every scope that privileges.yaml has for customer, and for no other', () => {
  const known = (parse(textOf('../../../privileges.yaml')) as PrivilegesFile).resource_servers.customer.scopes;
  // What a policy asks for widens which rows are seen, so no route demands it.
  const byPolicy = [...textOf('../src/customers/customer.policy.ts').matchAll(/hasScope\('(\w+)'\)/g)].map(
    ([, scope]) => scope,
  );

  expect([...scopesAsked(CustomersController), ...byPolicy].sort()).toEqual(Object.keys(known).sort());
});

it('does not compile where a route asks for a scope that privileges.yaml does not know', () => {
  // @ts-expect-error -- src/scopes.ts lists those that it knows
  expect(RequireScope('everything')).toBeInstanceOf(Function);
});
