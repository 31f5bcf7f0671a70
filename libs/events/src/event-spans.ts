import { context, propagation, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { CloudEvent } from './cloud-event.ts';

const tracer = trace.getTracer('@downscope/events');
const kinds = { publish: SpanKind.PRODUCER, handle: SpanKind.CONSUMER };

/** Runs `work` in a span that continues the trace in which the event's fact came about. */
export function inSpanOf<Result>(
  hop: 'publish' | 'handle',
  topic: string,
  event: CloudEvent,
  work: () => Promise<Result>,
): Promise<Result> {
  const parent = propagation.extract(ROOT_CONTEXT, event);
  const attributes = {
    'downscope.hop': hop,
    'messaging.system': 'kafka',
    'messaging.destination.name': topic,
    'cloudevents.event_id': event.id,
    'cloudevents.event_type': event.type,
    'cloudevents.event_source': event.source,
  };
  const span = tracer.startSpan(`${hop} ${topic}`, { kind: kinds[hop], attributes }, parent);
  return context.with(trace.setSpan(parent, span), () => ending(span, work));
}

async function ending<Result>(span: Span, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
