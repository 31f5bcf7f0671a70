import { describe, expect, it } from '@jest/globals';
import { privilegesFile } from '../../test/privileges-file.ts';
import { Privileges, PrivilegesInvalid } from './privileges.ts';
import type { PrivilegesFile } from './privileges.schema.ts';

function problemsAfter(change: (file: PrivilegesFile) => void): readonly string[] {
  const file = privilegesFile();
  change(file);
  try {
    Privileges.parse(file);
  } catch (error) {
    if (error instanceof PrivilegesInvalid) return error.problems;
    throw error;
  }
  return [];
}

describe('privileges.yaml', () => {
  it('is valid as it stands', () => {
    expect(problemsAfter(() => undefined)).toEqual([]);
  });

  it.each<[string, (file: PrivilegesFile) => void, string]>([
    [
      'an edge to an unknown API',
      (it) => (it.edge['shop'] = ['orders_read']),
      'edge.shop: unknown resource server shop',
    ],
    [
      'an edge with an unknown scope',
      (it) => it.edge['order']?.push('orders_delete'),
      'edge.order: unknown scope orders_delete of order',
    ],
    [
      'an exchange by no client',
      (it) => (it.exchange['shop'] = {}),
      'exchange.shop: no client shop has the grant token_exchange',
    ],
    [
      'an exchange by a client without the grant',
      (it) => (it.exchange['phantom-token'] = {}),
      'exchange.phantom-token: no client phantom-token has the grant token_exchange',
    ],
    [
      'an exchange to an unknown API',
      (it) => (it.exchange['order'] = { shop: { orders_read: ['invoices_read'] } }),
      'exchange.order.shop.orders_read: unknown resource server shop',
    ],
    [
      'an exchange of a scope that the requester does not know',
      (it) => (it.exchange['order'] = { billing: { invoices_read: ['invoices_read'] } }),
      'exchange.order.billing: unknown scope invoices_read of order',
    ],
    [
      'an implied scope that the target does not know',
      (it) => (it.exchange['order'] = { billing: { orders_read: ['orders_read'] } }),
      'exchange.order.billing.orders_read: unknown scope orders_read of billing',
    ],
    [
      'an internet client with a scope for inside',
      (it) => it.clients['walkthrough']?.scopes.push('customers_name_read'),
      'clients.walkthrough: unknown scope customers_name_read for the listener public',
    ],
    [
      'a service with an unknown scope',
      (it) => it.clients['billing']?.scopes.push('customers_all'),
      'clients.billing: unknown scope customers_all for the listener internal',
    ],
    [
      'a service with scopes that it has no grant for',
      (it) => Object.assign(it.clients['order'] ?? {}, { scopes: ['customers_terms_read_any'] }),
      'clients.order: scopes and the grant client_credentials go together',
    ],
    [
      'a grant to exchange with nothing to exchange for',
      (it) => {
        delete it.exchange['billing'];
      },
      'clients.billing: has nothing to exchange for',
    ],
    [
      'a client that could be taken for a person',
      (it) => {
        it.clients['b1e6c9d8-2f47-4c3a-a5d0-7e8f9a0b1c2d'] = {
          listener: 'none',
          grants: ['client_credentials'],
          scopes: ['customers_terms_read_any'],
        };
      },
      "clients.b1e6c9d8-2f47-4c3a-a5d0-7e8f9a0b1c2d: is called as only a person's subject is",
    ],
    [
      'two APIs with one scope',
      (it) => Object.assign(it.resource_servers['billing']?.scopes ?? {}, { orders_read: 'See orders' }),
      "resource_servers.billing: scope orders_read is order's",
    ],
    [
      'two APIs with one audience',
      (it) => Object.assign(it.resource_servers['billing'] ?? {}, { audience: 'urn:downscope:order' }),
      "resource_servers.billing: audience urn:downscope:order is another's",
    ],
    [
      'a claim that the protocol has already',
      (it) => it.resource_servers['billing']?.claims.push('act'),
      'resource_servers.billing: claim act belongs to the protocol',
    ],
  ])('names %s', (_, change, problem) => {
    expect(problemsAfter(change)).toContain(problem);
  });

  it.each<[string, (file: PrivilegesFile) => void]>([
    ['a misspelled key', (it) => Object.assign(it, { exchnage: {} })],
    ['an unknown grant', (it) => Object.assign(it.clients['order'] ?? {}, { grants: ['password'] })],
    ['an unknown party', (it) => Object.assign(it.clients['walkthrough'] ?? {}, { party: 'second' })],
  ])('refuses %s', (_, change) => {
    expect(problemsAfter(change)).not.toEqual([]);
  });
});
