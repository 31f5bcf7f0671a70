import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';

const allowed =
  /^(downscope\.|messaging\.|cloudevents\.|http\.(request\.method|response\.status_code|route)$|server\.(address|port)$|error\.type$)/;

/**
 * Lets only named attributes leave the process. A path, a query string or an exception's text may hold a person's
 * number, or a token that somebody put where none belongs, so none of them is exported.
 */
export class DiscreetSpanProcessor implements SpanProcessor {
  constructor(private readonly next: SpanProcessor) {}

  onStart(span: Span, parent: Context): void {
    this.next.onStart(span, parent);
  }

  onEnd(span: ReadableSpan): void {
    for (const name of Object.keys(span.attributes)) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an ended span is read only by exporters
      if (!allowed.test(name)) delete span.attributes[name];
    }
    span.events.length = 0;
    delete span.status.message;
    this.next.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }
}
