import { describe, expect, it } from '@jest/globals';
import { issuedIn } from '../../test/a-span.ts';
import { order } from '../../test/order-trace.ts';
import type { Span } from '../spans/span.ts';
import type { Hop } from './hop.ts';
import { type Journey, journeyOf } from './journey.ts';

const journey = (spans: readonly Span[]): Journey | undefined => journeyOf(spans, issuedIn(spans));
const hops = journey(order)?.hops ?? [];
const way = ({ from, to, via, after }: Hop): unknown[] => [from, via, to, after];

describe('the journey of an order', () => {
  it('goes from the client to the last service that heard of it', () => {
    expect(hops.map(way)).toEqual([
      ['walkthrough', 'client', 'edge', null],
      ['edge', 'edge', 'order', 0],
      ['order', 'exchange', 'customer', 1],
      ['order', 'event', 'billing', 1],
      ['billing', 'client_credentials', 'customer', 3],
      ['billing', 'event', 'order', 3],
    ]);
  });

  it('is called what the client asked for, and when', () => {
    expect(journey(order)).toMatchObject({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      title: 'POST /orders',
      startedAt: '2026-11-24T16:00:00.001Z',
    });
  });

  it('does not depend on the order in which spans arrive', () => {
    expect(journey(order.toReversed())).toEqual(journey(order));
  });

  it('begins with what the client held', () => {
    expect(hops[0]).toMatchObject({
      audience: 'urn:downscope:api',
      scopes: ['openid', 'orders_read', 'orders_write', 'customers_read', 'invoices_read'],
      claims: ['customer_number', 'region', 'role'],
      jti: 'opaque-1',
    });
  });

  it('shows what the swap kept and what it took away', () => {
    expect(hops[1]).toMatchObject({
      action: 'POST /orders',
      status: 201,
      audience: 'urn:downscope:order',
      scopes: ['orders_read', 'orders_write'],
      claims: ['customer_number', 'region'],
      lost: { scopes: ['openid', 'customers_read', 'invoices_read'], claims: ['role'] },
      rule: 'edge.order',
      actors: [],
      secondsLeft: 291,
      isCached: false,
    });
  });

  it('shows what the exchange gave, and on whose behalf', () => {
    expect(hops[2]).toMatchObject({
      action: 'POST /customers/:number/credit-check',
      scopes: ['customers_credit_check'],
      claims: ['customer_number'],
      lost: { scopes: ['orders_read', 'orders_write'], claims: ['region'] },
      rule: 'exchange.order.customer.orders_write',
      actors: ['order'],
      jti: 'jwt-credit',
    });
  });

  it('shows that an event leaves every privilege behind', () => {
    expect(hops[3]).toMatchObject({
      topic: 'orders',
      action: 'org.downscope.order.placed.v1',
      audience: null,
      scopes: [],
      claims: [],
      lost: { scopes: ['orders_read', 'orders_write'], claims: ['customer_number', 'region'] },
    });
  });

  it('shows a service that acts as itself', () => {
    expect(hops[4]).toMatchObject({
      scopes: ['customers_terms_read_any'],
      actors: [],
      lost: { scopes: [], claims: [] },
      rule: 'clients.billing',
    });
  });
});
