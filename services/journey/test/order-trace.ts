import { aSpan, downscope } from './a-span.ts';
import type { AttributeValue, Span } from '../src/spans/span.ts';

/** The spans of one order, as the services send them: what a spec changes one thing of. */

const person = ['customer_number', 'region'];

const jwt = {
  order: {
    jti: 'jwt-order',
    origin_jti: 'opaque-1',
    client_id: 'walkthrough',
    audience: 'urn:downscope:order',
    scopes: ['orders_read', 'orders_write'],
    claims: person,
    seconds_left: 291,
  },
  credit: {
    jti: 'jwt-credit',
    origin_jti: 'opaque-1',
    client_id: 'order',
    audience: 'urn:downscope:customer',
    scopes: ['customers_credit_check'],
    claims: ['customer_number'],
    actors: ['order'],
    seconds_left: 290,
  },
  terms: {
    jti: 'jwt-terms',
    client_id: 'billing',
    audience: 'urn:downscope:customer',
    scopes: ['customers_terms_read_any'],
    seconds_left: 300,
  },
};

export const swap = aSpan(
  'swap',
  'identity',
  'POST',
  downscope({
    ...jwt.order,
    hop: 'swap',
    rule: 'edge.order',
    parent_jti: 'opaque-1',
    parent_audience: 'urn:downscope:api',
    parent_scopes: ['openid', 'orders_read', 'orders_write', 'customers_read', 'invoices_read'],
    parent_claims: [...person, 'role'],
  }),
  { after: 'phantom', atMs: 2 },
);

export const exchange = aSpan(
  'exchange',
  'identity',
  'POST',
  downscope({
    ...jwt.credit,
    hop: 'exchange',
    rule: 'exchange.order.customer.orders_write',
    parent_jti: 'jwt-order',
    parent_audience: 'urn:downscope:order',
    parent_scopes: jwt.order.scopes,
    parent_claims: person,
  }),
  { after: 'order-to-identity', atMs: 12 },
);

export const own = aSpan(
  'own',
  'identity',
  'POST',
  downscope({ ...jwt.terms, hop: 'client_credentials', rule: 'clients.billing' }),
  {
    after: 'handle-order',
    atMs: 71,
  },
);

const event = (id: string, topic: string, type: string, source: string): Record<string, AttributeValue> => ({
  'messaging.destination.name': topic,
  'cloudevents.event_id': id,
  'cloudevents.event_type': type,
  'cloudevents.event_source': source,
});
const placed = event('event-1', 'orders', 'org.downscope.order.placed.v1', 'urn:downscope:order');
const issued = event('event-2', 'invoices', 'org.downscope.invoice.issued.v1', 'urn:downscope:billing');

export const placedHandled = aSpan(
  'handle-order',
  'billing',
  'handle orders',
  { ...placed, ...downscope({ hop: 'handle' }) },
  { after: 'order', atMs: 70 },
);

export const issuedPublished = aSpan(
  'publish-invoice',
  'billing',
  'publish invoices',
  { ...issued, ...downscope({ hop: 'publish' }) },
  { after: 'handle-order', atMs: 90 },
);

export const order: readonly Span[] = [
  aSpan('phantom', 'phantom-token', 'GET /swap', {}, { atMs: 1 }),
  swap,
  aSpan(
    'order',
    'order',
    'POST /orders',
    { ...downscope({ ...jwt.order, hop: 'receive' }), 'http.response.status_code': 201 },
    { atMs: 10 },
  ),
  aSpan('order-to-identity', 'order', 'POST', {}, { after: 'order', atMs: 11 }),
  exchange,
  aSpan('order-to-customer', 'order', 'POST', {}, { after: 'order', atMs: 19 }),
  aSpan(
    'credit',
    'customer',
    'POST /customers/:number/credit-check',
    { ...downscope({ ...jwt.credit, hop: 'receive' }), 'http.response.status_code': 200 },
    { after: 'order-to-customer', atMs: 20 },
  ),
  aSpan(
    'publish-order',
    'order',
    'publish orders',
    { ...placed, ...downscope({ hop: 'publish' }) },
    { after: 'order', atMs: 60 },
  ),
  placedHandled,
  own,
  aSpan(
    'terms',
    'customer',
    'GET /customers/:number/payment-terms',
    { ...downscope({ ...jwt.terms, hop: 'receive' }), 'http.response.status_code': 200 },
    { after: 'handle-order', atMs: 75 },
  ),
  issuedPublished,
  aSpan(
    'handle-invoice',
    'order',
    'handle invoices',
    { ...issued, ...downscope({ hop: 'handle' }) },
    { after: 'handle-order', atMs: 100 },
  ),
];
