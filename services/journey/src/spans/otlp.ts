import { z } from 'zod';
import type { AttributeValue, Span } from './span.ts';

const value = z.object({
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
  arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string().optional() })).default([]) }).optional(),
});
const attributes = z.array(z.object({ key: z.string(), value })).default([]);

const span = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/i),
  spanId: z.string().regex(/^[0-9a-f]{16}$/i),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.union([z.string(), z.number()]),
  attributes,
});

/** What an exporter posts to /v1/traces (OTLP 1, JSON encoding), as much of it as a journey needs. */
export const traceExport = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes }).optional(),
        scopeSpans: z.array(z.object({ spans: z.array(span).default([]) })).default([]),
      }),
    )
    .default([]),
});

/** Nothing else is kept: what no journey shows cannot leak from here. */
const kept =
  /^(downscope\.\w+|cloudevents\.event_(id|type|source)|messaging\.destination\.name|http\.response\.status_code)$/;

export function spansOf({ resourceSpans }: z.infer<typeof traceExport>): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = valuesOf(resource?.attributes ?? [], /^service\.name$/)['service.name'];
    return scopeSpans.flatMap(({ spans }) => spans.map((it) => spanOf(it, String(service ?? 'unknown'))));
  });
}

function spanOf(raw: z.infer<typeof span>, service: string): Span {
  return {
    traceId: raw.traceId.toLowerCase(),
    spanId: raw.spanId.toLowerCase(),
    parentSpanId: raw.parentSpanId?.toLowerCase(),
    service,
    name: raw.name,
    startMs: Number(raw.startTimeUnixNano) / 1e6,
    attributes: valuesOf(raw.attributes, kept),
  };
}

function valuesOf(raw: z.infer<typeof attributes>, names: RegExp): Record<string, AttributeValue> {
  const wanted = raw.filter(({ key }) => names.test(key));
  return Object.fromEntries(wanted.map(({ key, value: it }) => [key, valueOf(it)]));
}

function valueOf({ stringValue, boolValue, intValue, arrayValue }: z.infer<typeof value>): AttributeValue {
  if (arrayValue) return arrayValue.values.flatMap(({ stringValue: item }) => item ?? []);
  if (intValue !== undefined) return Number(intValue);
  return stringValue ?? boolValue ?? '';
}
