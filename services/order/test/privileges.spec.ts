import { RequireScope } from '@downscope/guards';
import { scopesAsked } from '@downscope/guards/testing';
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

// Every setting is read when the code that needs it is imported.
Object.assign(process.env, {
  ISSUER: 'https://id.test',
  IDENTITY_URL: 'https://identity.test',
  API_ORIGIN: 'https://api.test',
  CUSTOMER_URL: 'https://customer.test',
  BILLING_URL: 'https://billing.test',
  DATABASE_URL: 'postgres://database.test/order',
  KAFKA_BROKERS: 'kafka.test:9092',
  KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
});
const { OrdersController } = await import('../src/orders/orders.controller.ts');

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

interface PrivilegesFile {
  readonly resource_servers: { readonly order: { readonly scopes: object } };
}

it('asks for every scope that privileges.yaml has for order, and for no other', () => {
  const known = (parse(textOf('../../../privileges.yaml')) as PrivilegesFile).resource_servers.order.scopes;
  // What a policy asks for widens which rows are seen, so no route demands it.
  const byPolicy = [...textOf('../src/orders/order.policy.ts').matchAll(/hasScope\('(\w+)'\)/g)].map(
    ([, scope]) => scope,
  );

  expect([...scopesAsked(OrdersController), ...byPolicy].sort()).toEqual(Object.keys(known).sort());
});

it('does not compile where a route asks for a scope that privileges.yaml does not know', () => {
  // @ts-expect-error -- src/scopes.ts lists those that it knows
  expect(RequireScope('everything')).toBeInstanceOf(Function);
});
