import { describe, expect, it } from '@jest/globals';
import {
  aSpan,
  downscope,
  exchange,
  issuedIn,
  issuedPublished,
  order,
  own,
  placedHandled,
  swap,
} from '../../test/order-trace.ts';
import type { Span } from '../spans/span.ts';
import type { Hop } from './hop.ts';
import { type Journey, journeyOf } from './journey.ts';

function journey(spans: readonly Span[], known: readonly Span[] = spans): Journey {
  const found = journeyOf(spans, issuedIn(known));
  if (!found) throw new Error('expected a journey');
  return found;
}

function hopsOf(spans: readonly Span[], known: readonly Span[] = spans): readonly Hop[] {
  return journey(spans, known).hops;
}

const way = ({ from, to, via, after }: Hop): unknown[] => [from, via, to, after];
const without = (...spans: Span[]): Span[] => order.filter((span) => !spans.includes(span));

describe('the journey of an order', () => {
  it('goes from the client to the last service that heard of it', () => {
    expect(hopsOf(order).map(way)).toEqual([
      ['walkthrough', 'client', 'edge', null],
      ['edge', 'edge', 'order', 0],
      ['order', 'exchange', 'customer', 1],
      ['order', 'event', 'billing', 1],
      ['billing', 'own', 'customer', 3],
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
    expect(hopsOf(order)[0]).toMatchObject({
      audience: 'urn:downscope:api',
      scopes: ['openid', 'orders_read', 'orders_write', 'customers_read', 'invoices_read'],
      claims: ['customer_number', 'region', 'role'],
      jti: 'opaque-1',
    });
  });

  it('shows what the swap kept and what it took away', () => {
    expect(hopsOf(order)[1]).toMatchObject({
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
    expect(hopsOf(order)[2]).toMatchObject({
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
    expect(hopsOf(order)[3]).toMatchObject({
      topic: 'orders',
      action: 'org.downscope.order.placed.v1',
      audience: null,
      scopes: [],
      claims: [],
      lost: { scopes: ['orders_read', 'orders_write'], claims: ['customer_number', 'region'] },
    });
  });

  it('shows a service that acts as itself', () => {
    expect(hopsOf(order)[4]).toMatchObject({
      scopes: ['customers_terms_read_any'],
      actors: [],
      lost: { scopes: [], claims: [] },
      rule: 'clients.billing',
    });
  });
});

describe('a token that was issued in an earlier trace', () => {
  const earlier = (span: Span): Span => ({ ...span, traceId: 'a'.repeat(32) });

  it.each([
    ['a cached swap', swap, 1, 'edge.order'],
    ['a cached exchange', exchange, 2, 'exchange.order.customer.orders_write'],
    ['an own token', own, 4, 'clients.billing'],
  ])('%s is joined by its id', (_, issuance, index, rule) => {
    const known = [...without(issuance), earlier(issuance)];
    expect(hopsOf(without(issuance), known)[index]).toMatchObject({ rule, isCached: true });
    expect(hopsOf(without(issuance), known).map(way)).toEqual(hopsOf(order).map(way));
  });

  it('is shown by what it says of itself when its issuing is forgotten', () => {
    const hops = hopsOf(without(swap));
    expect(hops[0]).toMatchObject({
      from: 'edge',
      to: 'order',
      via: 'edge',
      after: null,
      rule: null,
      scopes: ['orders_read', 'orders_write'],
      lost: { scopes: [], claims: [] },
    });
  });
});

describe('a journey under way', () => {
  it('shows an event that nobody has heard yet', () => {
    const hops = hopsOf(without(placedHandled).filter(({ startMs }) => startMs < issuedPublished.startMs));
    expect(hops.map(way)).toContainEqual(['order', 'event', 'topic orders', 1]);
  });

  it('shows a token that nobody has been called with', () => {
    expect(hopsOf([swap]).map(way)).toEqual([
      ['walkthrough', 'client', 'edge', null],
      ['edge', 'edge', 'order', 0],
    ]);
  });

  it('shows an event once, however often it was delivered', () => {
    const again = { ...placedHandled, spanId: 'again', startMs: placedHandled.startMs + 5 };
    expect(hopsOf([...order, again])).toEqual(hopsOf(order));
  });
});

describe('a refusal', () => {
  it('is a hop that led nowhere, and says why', () => {
    const attributes = downscope({
      hop: 'refused',
      client_id: 'order',
      audience: 'urn:downscope:billing',
      reason: 'no rule',
    });
    const refused = aSpan('refused', 'identity', 'POST', attributes, { after: 'order', atMs: 30 });
    expect(hopsOf([...order, refused])).toContainEqual(
      expect.objectContaining({
        from: 'order',
        to: 'billing',
        via: 'refused',
        after: 1,
        reason: 'no rule',
        scopes: [],
      }),
    );
  });
});

describe('a trace', () => {
  it('is no journey without a hop', () => {
    expect(journeyOf([aSpan('a', 'order', 'GET /orders')], issuedIn([]))).toBeUndefined();
    expect(journeyOf([], issuedIn([]))).toBeUndefined();
  });

  it.each([
    ['its own parent', [{ ...swap, parentSpanId: 'swap' }]],
    [
      'an ancestor of its ancestor',
      [
        aSpan('a', 'x', 'a', {}, { after: 'b' }),
        aSpan('b', 'x', 'b', {}, { after: 'a' }),
        { ...own, parentSpanId: 'a' },
      ],
    ],
    [
      'two hops that follow from each other',
      [
        { ...own, parentSpanId: 'exchange' },
        { ...exchange, parentSpanId: 'own' },
      ],
    ],
  ])('may be wrong about itself: %s', (_, spans) => {
    for (const [index, { after }] of hopsOf(spans).entries()) expect(after ?? -1).toBeLessThan(index);
  });
});
