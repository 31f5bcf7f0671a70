import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Span, text } from './span.ts';

const maxTraces = 500;
const maxSpansPerTrace = 1_000;
const maxTokens = 10_000;
const issuing = new Set(['swap', 'exchange', 'client_credentials']);

/** The latest traces, in memory. */
@Injectable()
export class SpanStore {
  private readonly traces = new LRUCache<string, Map<string, Span>>({ max: maxTraces });
  /** By the id of the token that was issued: it may be used in later traces too, and outlive the one it was issued in. */
  private readonly issuances = new LRUCache<string, Span>({ max: maxTokens });

  add(spans: readonly Span[]): void {
    for (const span of spans) {
      const trace = this.traces.get(span.traceId) ?? new Map<string, Span>();
      if (trace.size < maxSpansPerTrace) trace.set(span.spanId, span);
      this.traces.set(span.traceId, trace);

      const jti = text(span, 'downscope.jti');
      if (jti !== undefined && issuing.has(text(span, 'downscope.hop') ?? '')) this.issuances.set(jti, span);
    }
  }

  /** Empty for a trace that was never seen, or too long ago. */
  trace(traceId: string): readonly Span[] {
    return [...(this.traces.get(traceId)?.values() ?? [])];
  }

  traceIds(): readonly string[] {
    return [...this.traces.keys()];
  }

  /** Identity's span in which the token came about. */
  issuanceOf(jti: string): Span | undefined {
    return this.issuances.get(jti);
  }
}
