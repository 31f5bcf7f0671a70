import { SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { pino } from 'pino';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';

/** Whatever anybody might print, log, send or trace of an error. */
export function everythingOf(error: unknown): string {
  return [inspected(error), asJson(error), logged(error), traced(error), String((error as Error).stack)].join('\n');
}

function inspected(error: unknown): string {
  return inspect(error, { showHidden: true, depth: Infinity, maxStringLength: Infinity, getters: true });
}

function asJson(error: unknown): string {
  const names = Object.getOwnPropertyNames(error);
  return JSON.stringify(error) + JSON.stringify(error, names);
}

function logged(error: unknown): string {
  let lines = '';
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      lines += chunk.toString();
      done();
    },
  });
  const logger = pino({}, output);
  logger.error(error);
  logger.error({ err: error, error }, 'failed');
  return lines;
}

function traced(error: unknown): string {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const span = provider.getTracer('specs').startSpan('a statement');
  span.recordException(error as Error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
  span.end();
  return inspect(exporter.getFinishedSpans(), { depth: Infinity });
}
