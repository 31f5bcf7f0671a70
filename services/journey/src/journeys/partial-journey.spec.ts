import { describe, expect, it } from '@jest/globals';
import { aSpan, downscope, issuedIn } from '../../test/a-span.ts';
import { exchange, issuedPublished, order, own, placedHandled, swap } from '../../test/order-trace.ts';
import type { Span } from '../spans/span.ts';
import type { Hop } from './hop.ts';
import { journeyOf } from './journey.ts';

function hopsOf(spans: readonly Span[], known: readonly Span[] = spans): readonly Hop[] {
  return journeyOf(spans, issuedIn(known))?.hops ?? [];
}

const way = ({ from, to, via, after }: Hop): unknown[] => [from, via, to, after];
const without = (...spans: Span[]): Span[] => order.filter((span) => !spans.includes(span));

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
    const hops = hopsOf(spans);
    expect(hops).not.toHaveLength(0);
    for (const [index, { after }] of hops.entries()) expect(after ?? -1).toBeLessThan(index);
  });
});
