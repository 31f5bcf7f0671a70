import { type Span, text } from '../spans/span.ts';
import { type Anchored, nothing, shortName } from './hop.ts';

/** Each event, once for every service that heard it however often it was delivered; to its topic while nobody has. */
export function eventHops(published: readonly Span[], handled: readonly Span[]): Anchored[] {
  const firstPublished = new Map(published.toReversed().map((span) => [idOf(span), span]));
  const firstHandled = new Map(handled.toReversed().map((span) => [`${idOf(span)} ${span.service}`, span]));
  const heard = new Set(handled.map(idOf));
  return [
    ...[...firstPublished].filter(([id]) => !heard.has(id)).map(([, span]) => waiting(span)),
    ...[...firstHandled.values()].map((span) => arrived(span, firstPublished.get(idOf(span)))),
  ];
}

function arrived(span: Span, publication: Span | undefined): Anchored {
  const from = publication?.service ?? shortName(text(span, 'cloudevents.event_source'));
  return eventHop(span, from, span.service);
}

function waiting(span: Span): Anchored {
  return eventHop(span, span.service, `topic ${topicOf(span) ?? 'unknown'}`);
}

function eventHop(span: Span, from: string, to: string): Anchored {
  const { spanId, parentSpanId, startMs } = span;
  const action = text(span, 'cloudevents.event_type') ?? null;
  return { hop: { ...nothing, from, to, via: 'event', action, topic: topicOf(span) }, spanId, parentSpanId, startMs };
}

function topicOf(span: Span): string | null {
  return text(span, 'messaging.destination.name') ?? null;
}

function idOf(span: Span): string {
  return text(span, 'cloudevents.event_id') ?? span.spanId;
}
