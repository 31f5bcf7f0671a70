import { describe, expect, it } from '@jest/globals';
import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { DiscreetSpanProcessor } from './discreet-span-processor.ts';

function exported(record: (span: Span) => void): ReadableSpan {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [new DiscreetSpanProcessor(new SimpleSpanProcessor({ exporter }))],
  });
  const span = provider.getTracer('spec').startSpan('GET /orders/:id');
  record(span);
  span.end();
  const [first] = exporter.getFinishedSpans();
  if (!first) throw new Error('no span was exported');
  return first;
}

describe('DiscreetSpanProcessor', () => {
  it('keeps what names a hop', () => {
    const span = exported((it) => it.setAttributes({ 'downscope.jti': 'a', 'http.route': '/orders/:id' }));
    expect(span.attributes).toEqual({ 'downscope.jti': 'a', 'http.route': '/orders/:id' });
  });

  it.each([
    'url.path',
    'url.query',
    'url.full',
    'client.address',
    'user_agent.original',
    'http.request.header.authorization',
  ])('drops %s', (name) => {
    expect(exported((it) => it.setAttribute(name, 'secret')).attributes).toEqual({});
  });

  it('drops what an exception says', () => {
    const span = exported((it) => {
      it.recordException(new Error('secret'));
      it.setStatus({ code: SpanStatusCode.ERROR, message: 'secret' });
    });
    expect(JSON.stringify([span.events, span.status])).not.toContain('secret');
  });
});
