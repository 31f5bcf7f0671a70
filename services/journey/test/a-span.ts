import type { AttributeValue, Span } from '../src/spans/span.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const startMs = Date.UTC(2026, 10, 24, 16, 0, 0);

export interface SpanOptions {
  readonly traceId?: string;
  readonly after?: string;
  readonly atMs?: number;
}

export function aSpan(
  spanId: string,
  service: string,
  name: string,
  attributes: Record<string, AttributeValue> = {},
  { after, atMs = 0, traceId: trace = traceId }: SpanOptions = {},
): Span {
  return { traceId: trace, spanId, parentSpanId: after, service, name, startMs: startMs + atMs, attributes };
}

/** Puts each attribute into the project's namespace. */
export function downscope(attributes: Record<string, AttributeValue>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`downscope.${name}`, value]));
}

/** What the span store knows after these spans. */
export function issuedIn(spans: readonly Span[]): (jti: string) => Span | undefined {
  const issuances = spans.filter(({ attributes }) =>
    ['swap', 'exchange', 'client_credentials'].includes(String(attributes['downscope.hop'])),
  );
  return (jti) => issuances.find(({ attributes }) => attributes['downscope.jti'] === jti);
}
