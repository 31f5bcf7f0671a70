import { describe, expect, it } from '@jest/globals';
import { aSpan } from '../../test/a-span.ts';
import { exchange, order, own, swap } from '../../test/order-trace.ts';
import { SpanStore } from './span-store.ts';

const traceId = (index: number): string => index.toString(16).padStart(32, '0');

describe('SpanStore', () => {
  it('joins the spans of a trace that arrive apart, and twice', () => {
    const store = new SpanStore();
    store.add(order.slice(0, 3));
    store.add(order.slice(2));
    expect(store.trace(swap.traceId)).toEqual(order);
  });

  it('knows where a token was issued, not where it was received', () => {
    const store = new SpanStore();
    store.add(order);
    expect(['jwt-order', 'jwt-credit', 'jwt-terms', 'other'].map((jti) => store.issuanceOf(jti))).toEqual([
      swap,
      exchange,
      own,
      undefined,
    ]);
  });

  it('forgets the trace that was touched longest ago, but not the tokens issued in it', () => {
    const store = new SpanStore();
    store.add([swap]);
    for (let index = 0; index < 500; index++) store.add([aSpan('a', 'order', 'GET', {}, { traceId: traceId(index) })]);
    expect(store.traceIds()).toHaveLength(500);
    expect(store.trace(swap.traceId)).toEqual([]);
    expect(store.issuanceOf('jwt-order')).toEqual(swap);
  });

  it('keeps a thousand spans of one trace', () => {
    const store = new SpanStore();
    store.add(Array.from({ length: 1_500 }, (_, index) => aSpan(String(index), 'order', 'GET')));
    expect(store.trace(swap.traceId)).toHaveLength(1_000);
  });
});
