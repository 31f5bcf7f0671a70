export type AttributeValue = string | number | boolean | readonly string[];

/** A span, as much of it as a journey needs. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  /** Who did it. */
  readonly service: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export function text({ attributes }: Span, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === 'string' ? value : undefined;
}

export function number({ attributes }: Span, name: string): number | undefined {
  const value = attributes[name];
  return typeof value === 'number' ? value : undefined;
}

/** Empty for an attribute that is absent, as OpenTelemetry's exporter leaves an empty list. */
export function list({ attributes }: Span, name: string): readonly string[] {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
