import { describe, expect, it } from '@jest/globals';
import { privilegesYaml } from '../../test/privileges-file.ts';
import { Privileges, PrivilegesInvalid } from './privileges.ts';

/** A file with one thing changed, and its line marked with `# <-`, which is the line that the problem must name. */
type Change = readonly [name: string, from: string, to: string, problem: string];

const references: readonly Change[] = [
  [
    'an edge to an unknown API',
    '\nedge:\n',
    '\nedge:\n  shop: [orders_read] # <-\n',
    'edge.shop: unknown resource server shop',
  ],
  [
    'an edge with an unknown scope',
    'billing: [invoices_read, invoices_pay, invoices_read_region]',
    'billing: [invoices_read, invoices_pay, invoices_read_region, invoices_delete] # <-',
    'edge.billing.invoices_delete: unknown scope of billing',
  ],
  [
    'an exchange by no client',
    '\nexchange:\n',
    '\nexchange:\n  shop: {} # <-\n',
    'exchange.shop: no client shop has the grant token_exchange',
  ],
  [
    'an exchange by a client without the grant',
    '\nexchange:\n',
    '\nexchange:\n  phantom-token: {} # <-\n',
    'exchange.phantom-token: no client phantom-token has the grant token_exchange',
  ],
  [
    'an exchange to an unknown API',
    '    billing:\n      orders_read: [invoices_read]\n',
    '    shop:\n      orders_read: [invoices_read] # <-\n',
    'exchange.order.shop.orders_read: unknown resource server shop',
  ],
  [
    'an exchange of a scope that the requester does not know',
    '      orders_read: [invoices_read]\n',
    '      customers_read: [invoices_read] # <-\n',
    'exchange.order.billing.customers_read: unknown scope of order',
  ],
  [
    'an implied scope that the target does not know',
    '      orders_read: [invoices_read]\n',
    '      orders_read: [orders_read] # <-\n',
    'exchange.order.billing.orders_read.orders_read: unknown scope of billing',
  ],
  [
    'a role with an unknown scope',
    'support: [orders_read_region,',
    'support: [orders_delete, # <-\n    orders_read_region,',
    'roles.support.orders_delete: unknown scope',
  ],
  [
    'an internet client with a scope that the edge lets nobody have',
    'scopes: [openid, offline_access, orders_read, invoices_read]',
    'scopes: [openid, offline_access, customers_name_read, orders_read, invoices_read] # <-',
    'clients.budget-planner.scopes.customers_name_read: unknown scope for the listener public',
  ],
  [
    'a service with an unknown scope',
    'scopes: [customers_terms_read_any, topics_use_any, ssf.read, ssf.manage]',
    'scopes: [customers_terms_read_any, topics_use_any, ssf.read, ssf.manage, customers_all_any] # <-',
    'clients.billing.scopes.customers_all_any: unknown scope for the listener internal',
  ],
  [
    'a service with scopes that it has no grant for',
    '  order:\n    listener: internal\n    grants: [token_exchange, client_credentials]\n',
    '  order:\n    listener: internal\n    grants: [token_exchange] # <-\n',
    'clients.order.grants: scopes and the grant client_credentials go together',
  ],
  [
    'a grant to exchange with nothing to exchange for',
    '    grants: [introspection, client_credentials]\n',
    '    grants: [introspection, client_credentials, token_exchange] # <-\n',
    'clients.phantom-token.grants.token_exchange: has nothing to exchange for',
  ],
  [
    'a client that could be taken for a person',
    '  identity:\n    listener: none\n',
    '  b1e6c9d8-2f47-4c3a-a5d0-7e8f9a0b1c2d: # <-\n    listener: none\n',
    "clients.b1e6c9d8-2f47-4c3a-a5d0-7e8f9a0b1c2d: is called as only a person's subject is",
  ],
  [
    'two APIs with one scope',
    '      invoices_read:\n        words: See your invoices\n',
    '      orders_read: # <-\n        words: See your invoices\n',
    'resource_servers.billing.scopes.orders_read: is a scope of order',
  ],
  [
    'two APIs with one audience',
    '    audience: urn:downscope:billing\n',
    '    audience: urn:downscope:order # <-\n',
    "resource_servers.billing.audience: urn:downscope:order is another's",
  ],
  [
    'the audience of opaque tokens for an API',
    '    audience: urn:downscope:billing\n',
    '    audience: urn:downscope:api # <-\n',
    "resource_servers.billing.audience: urn:downscope:api is another's",
  ],
  [
    'a scope that needs an unknown claim',
    'words: See your invoices\n        claims: [customer_number]',
    'words: See your invoices\n        claims: [customer_number, shoe_size] # <-',
    'resource_servers.billing.scopes.invoices_read.claims.shoe_size: unknown claim',
  ],
];

const events: readonly Change[] = [
  [
    'a topic that two announce on',
    '    produces: [invoices]\n',
    '    produces: [invoices, orders] # <-\n',
    'events.billing.produces.orders: order announces on it',
  ],
  [
    'a topic that nobody announces on',
    '    consumes: [orders]\n',
    '    consumes: [orders, shipments] # <-\n',
    'events.billing.consumes.shipments: nobody announces on it',
  ],
  [
    'topics for who gets no token for the broker',
    '\nevents:\n',
    '\nevents:\n  customer: {} # <-\n',
    'events.customer: no client customer has a scope of kafka',
  ],
  [
    'a token for the broker for who has no topics',
    '    scopes: [customers_claims_read_any]\n',
    '    scopes: [customers_claims_read_any, topics_use_any] # <-\n',
    'clients.identity.scopes.topics_use_any: has no topics in events.identity',
  ],
];

const claims: readonly Change[] = [
  ...['sid', 'azp', 'typ', 'nonce', 'jkt', 'cnf', 'act', 'scope', 'sub', 'origin_jti', 'acr', 'txn'].map(
    (name): Change => [
      `a claim called ${name}, as the protocol has one`,
      '\nclaims:\n',
      `\nclaims:\n  ${name}: Your secret # <-\n`,
      `claims.${name}: belongs to the protocol`,
    ],
  ),
  [
    'a claim that no scope needs',
    '\nclaims:\n',
    '\nclaims:\n  shoe_size: Your shoe size # <-\n',
    'claims.shoe_size: no scope needs it',
  ],
  [
    'an implied scope that needs a claim which the token has no more',
    'words: See your billing address\n        claims: [customer_number]',
    'words: See your billing address\n        claims: [customer_number, region]',
    'exchange.billing.customer.invoices_read.customers_address_read: needs region, which invoices_read does not',
  ],
  [
    "a service's own scope that needs a claim",
    'words: See the payment terms of any customer\n',
    'words: See the payment terms of any customer\n        claims: [region] # <-\n',
    "resource_servers.customer.scopes.customers_terms_read_any.claims: a service's own token says nothing about a person",
  ],
];

const kinds: readonly Change[] = [
  [
    "a service's own scope at the edge",
    'customer: [customers_read, customers_write]',
    'customer: [customers_read, customers_write, customers_terms_read_any] # <-',
    "edge.customer.customers_terms_read_any: is a service's own scope",
  ],
  [
    'a scope for inside at the edge',
    'customer: [customers_read, customers_write]',
    'customer: [customers_read, customers_write, customers_name_read] # <-',
    'edge.customer.customers_name_read: is for inside',
  ],
  [
    "an implied scope that is a service's own",
    'orders_write: [customers_name_read, customers_credit_check]',
    'orders_write: [customers_name_read, customers_credit_check, customers_terms_read_any] # <-',
    "exchange.order.customer.orders_write.customers_terms_read_any: is a service's own scope",
  ],
  [
    'an implied scope that neither the edge lets in nor is for inside',
    'words: See your billing address\n        claims: [customer_number]\n        inside: true\n',
    'words: See your billing address\n        claims: [customer_number]\n',
    'exchange.billing.customer.invoices_read.customers_address_read: is neither let in by edge.customer nor for inside',
  ],
  [
    "a public client with a service's own scope",
    'scopes: [openid, offline_access, orders_read, invoices_read]',
    'scopes: [openid, offline_access, orders_read, invoices_read, customers_terms_read_any] # <-',
    'clients.budget-planner.scopes.customers_terms_read_any: unknown scope for the listener public',
  ],
  [
    "a role that gives a service's own scope",
    'support: [orders_read_region,',
    'support: [customers_terms_read_any, # <-\n    orders_read_region,',
    "roles.support.customers_terms_read_any: is a service's own scope",
  ],
  [
    "a role's scope that follows from one of everybody",
    'orders_read: [customers_name_read]',
    'orders_read: [customers_name_read, customers_read_region] # <-',
    'exchange.order.customer.orders_read.customers_read_region: needs the role support',
  ],
  [
    "a third party with a role's scope",
    'scopes: [openid, offline_access, orders_read, invoices_read]',
    'scopes: [openid, orders_read, orders_read_region] # <-',
    'clients.budget-planner.scopes.orders_read_region: needs the role support: not for a third party',
  ],
  [
    "a service that holds a person's scope as itself",
    'scopes: [customers_terms_read_any, topics_use_any, ssf.read, ssf.manage]',
    'scopes: [customers_terms_read_any, customers_read] # <-',
    "clients.billing.scopes.customers_read: is a person's to give",
  ],
  [
    'a second client that introspects',
    '  billing:\n    listener: internal\n    grants: [token_exchange, client_credentials]\n',
    '  billing:\n    listener: internal\n    grants: [token_exchange, client_credentials, introspection] # <-\n',
    "clients.billing.grants.introspection: introspection is phantom-token's alone",
  ],
];

const holders: readonly Change[] = [
  [
    'a scope of the edge that no client lists',
    '      - orders_read_region\n',
    '',
    'resource_servers.order.scopes.orders_read_region: nobody can hold it',
  ],
  [
    'a scope for inside that nothing implies',
    'orders_write: [customers_name_read, customers_credit_check]',
    'orders_write: [customers_name_read]',
    'resource_servers.customer.scopes.customers_credit_check: nobody can hold it',
  ],
  [
    "a service's own scope that no service holds",
    '      customers_terms_read_any:\n',
    '      customers_all_any: # <-\n        words: See everything\n      customers_terms_read_any:\n',
    'resource_servers.customer.scopes.customers_all_any: nobody can hold it',
  ],
];

const backToOrder = '\n  billing:\n    customer:\n';
const roundTrips: readonly Change[] = [
  [
    'an exchange that leads back to an API with more',
    backToOrder,
    '\n  billing:\n    order:\n      invoices_read: [orders_write] # <-\n    customer:\n',
    'exchange.billing.order.invoices_read.orders_write: leads from orders_read back to order with orders_write',
  ],
];

const names: readonly Change[] = [
  ...['constructor', '__proto__', 'valueOf', 'toString', 'hasOwnProperty'].map((name): Change => [
    `a client called ${name}`,
    '\nclients:\n',
    `\nclients:\n  ${name}: # <-\n    listener: none\n    grants: [client_credentials]\n    scopes: [customers_terms_read_any]\n`,
    `clients.${name}: ${name} is a name that every object of JavaScript has`,
  ]),
  [
    'an API called constructor',
    '\nedge:\n',
    '\nedge:\n  constructor: [orders_read] # <-\n',
    'edge.constructor: constructor is a name that every object of JavaScript has',
  ],
  [
    'a scope called __proto__',
    'scopes: [openid, offline_access, orders_read, invoices_read]',
    'scopes: [openid, offline_access, orders_read, invoices_read, __proto__] # <-',
    'clients.budget-planner.scopes.__proto__: __proto__ is a name that every object of JavaScript has',
  ],
];

const shape: readonly Change[] = [
  ['a misspelled key', '\nedge:\n', '\nedgy: {} # <-\nedge:\n', 'edgy: is no key of this place'],
  [
    'an unknown party',
    'party: third\n    name: Budget',
    'party: second # <-\n    name: Budget',
    'clients.budget-planner.party: ',
  ],
  [
    'an unknown grant',
    'grants: [introspection, client_credentials]',
    'grants: [password, client_credentials] # <-',
    'clients.phantom-token.grants.0: ',
  ],
  ['a key twice', '\nedge:\n', '\nedge: {}\nedge:\n', 'Map keys must be unique'],
  ['no YAML', '\nedge:\n', '\nedge: [\n', 'at line '],
];

function problemsOf(yaml: string): readonly string[] {
  try {
    Privileges.parse(yaml);
  } catch (error) {
    if (error instanceof PrivilegesInvalid) return error.problems;
    throw error;
  }
  return [];
}

it('privileges.yaml is valid as it stands', () => {
  expect(problemsOf(privilegesYaml)).toEqual([]);
});

describe.each([
  ['a name that refers to nothing, or to two things', references],
  ['a claim', claims],
  ['topics', events],
  ['a scope where its kind has no place', kinds],
  ['a scope that nobody can hold', holders],
  ['widening by a round trip', roundTrips],
  ["JavaScript's names", names],
  ['the shape of the file', shape],
])('%s', (_, changes) => {
  it.each(changes)('is named with its line: %s', (__, from, to, problem) => {
    expect(privilegesYaml.split(from)).toHaveLength(2);
    const yaml = privilegesYaml.replace(from, () => to);
    const marked = yaml.split('\n').findIndex((line) => line.endsWith('# <-')) + 1;
    const line = marked > 0 ? `line ${marked}: ` : '';
    expect(problemsOf(yaml)).toContainEqual(expect.stringContaining(line + problem));
    expect(problemsOf(yaml)).not.toContainEqual(expect.not.stringMatching(/\bline [1-9]\d*\b/));
  });
});
