import { type Span, text } from '../spans/span.ts';
import { eventHops } from './event-hops.ts';
import type { Anchored, Hop } from './hop.ts';
import { heldByClient, type IssuanceOf, received, refused, unused } from './token-hops.ts';

/** What each hop of one request was allowed, in the order in which it happened. */
export interface Journey {
  readonly traceId: string;
  /** What the client asked for: a method and a route. */
  readonly title: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly hops: readonly Hop[];
}

/**
 * Reads a journey out of the spans of a trace, which arrive in no order and may not all have arrived.
 *
 * @param issuanceOf identity's span for a token that may have been issued in an earlier trace
 * @returns undefined for a trace in which no privilege was used
 */
export function journeyOf(trace: readonly Span[], issuanceOf: IssuanceOf): Journey | undefined {
  const spans = trace.toSorted((a, b) => a.startMs - b.startMs);
  const anchored = anchoredHops(spans, issuanceOf).toSorted((a, b) => a.startMs - b.startMs);
  const [first] = spans;
  if (!first || anchored.length === 0) return undefined;
  return {
    traceId: first.traceId,
    title: anchored.find(({ hop }) => hop.action !== null)?.hop.action ?? first.name,
    startedAt: new Date(first.startMs).toISOString(),
    hops: connected(withClients(anchored, issuanceOf), spans),
  };
}

function anchoredHops(spans: readonly Span[], issuanceOf: IssuanceOf): Anchored[] {
  const of = (...hops: string[]): Span[] => spans.filter((span) => hops.includes(text(span, 'downscope.hop') ?? ''));
  const receipts = of('receive');
  const usedTokens = new Set(receipts.map((span) => text(span, 'downscope.jti')));
  return [
    ...receipts.map((span) => received(span, issuanceOf)),
    ...of('swap', 'exchange', 'client_credentials').flatMap((it) =>
      usedTokens.has(text(it, 'downscope.jti')) ? [] : [unused(it)],
    ),
    ...of('refused').map(refused),
    ...eventHops(of('publish'), of('handle')),
  ];
}

/** Before the first hop of each opaque token, what the client held; the edge's hops follow from it. */
function withClients(anchored: readonly Anchored[], issuanceOf: IssuanceOf): Anchored[] {
  const shown = new Set<string>();
  return anchored.flatMap((it) => {
    const swap = it.hop.via === 'edge' && it.hop.jti !== null ? issuanceOf(it.hop.jti) : undefined;
    if (!swap) return [it];
    const hop = heldByClient(swap);
    const spanId = `opaque ${hop.jti ?? ''}`;
    const isNew = !shown.has(spanId);
    shown.add(spanId);
    return [
      ...(isNew ? [{ hop, spanId, parentSpanId: undefined, startMs: it.startMs }] : []),
      { ...it, parentSpanId: spanId },
    ];
  });
}

/** Tells each hop which one it follows from, and an event what it left behind: all of it. */
function connected(anchored: readonly Anchored[], spans: readonly Span[]): Hop[] {
  const parents = new Map(spans.map(({ spanId, parentSpanId }) => [spanId, parentSpanId]));
  const indexes = new Map(anchored.map(({ spanId }, index) => [spanId, index]));

  const nearest = (spanId: string | undefined): number => {
    // Bounded by the number of spans, because a sender may call a span its own ancestor.
    for (let id = spanId, steps = 0; id !== undefined && steps <= spans.length; id = parents.get(id), steps++) {
      const index = indexes.get(id);
      if (index !== undefined) return index;
    }
    return -1;
  };

  return anchored.map(({ hop, parentSpanId }, index) => {
    const found = nearest(parentSpanId);
    const after = found >= 0 && found < index ? found : null;
    const before = after === null ? undefined : anchored[after]?.hop;
    if (hop.via !== 'event' || !before) return { ...hop, after };
    return { ...hop, after, lost: { scopes: before.scopes, claims: before.claims } };
  });
}
