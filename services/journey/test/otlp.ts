import { createHash } from 'node:crypto';
import type { AttributeValue, Span } from '../src/spans/span.ts';

/** Spans as the exporter of a service posts them: OTLP in JSON. */
export function otlp(spans: readonly Span[]): string {
  const services = Map.groupBy(spans, ({ service }) => service);
  return JSON.stringify({
    resourceSpans: [...services].map(([service, its]) => ({
      resource: { attributes: attributesOf({ 'service.name': service }) },
      scopeSpans: [{ scope: { name: 'spec' }, spans: its.map(spanOf) }],
    })),
  });
}

function spanOf({ traceId, spanId, parentSpanId, name, startMs, attributes }: Span): object {
  return {
    traceId,
    spanId: hex(spanId),
    ...(parentSpanId !== undefined && { parentSpanId: hex(parentSpanId) }),
    name,
    kind: 2,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${startMs + 1}000000`,
    attributes: attributesOf(attributes),
    status: { code: 0 },
  };
}

function attributesOf(attributes: Readonly<Record<string, AttributeValue>>): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: AttributeValue): object {
  if (typeof value === 'number') return { intValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'string') return { stringValue: value };
  return { arrayValue: { values: value.map((stringValue) => ({ stringValue })) } };
}

/** Span ids of specs are words; those on the wire are eight bytes. */
function hex(spanId: string): string {
  return /^[0-9a-f]{16}$/.test(spanId) ? spanId : createHash('sha256').update(spanId).digest('hex').slice(0, 16);
}
