import { isSpanContextValid, trace } from '@opentelemetry/api';

/** The trace that this request belongs to, as the log has it; undefined where nothing is traced. */
export function currentTraceId(): string | undefined {
  const context = trace.getActiveSpan()?.spanContext();
  return context && isSpanContextValid(context) ? context.traceId : undefined;
}
