/**
 * Starts OpenTelemetry. To be imported before anything else, so that `node:http` is instrumented when a framework loads it.
 *
 * With OTEL_EXPORTER_OTLP_ENDPOINT set, spans go there by OTLP/HTTP; without it, trace context is still passed on.
 * Incoming requests are seen through `node:http`, outgoing ones through `fetch`; operational endpoints are left out.
 */
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { setTimeout as pause } from 'node:timers/promises';
import { DiscreetSpanProcessor } from './discreet-span-processor.ts';

// Far below the default of 5 s, so that a journey can be read as soon as its request is over.
const exportDelayMs = 250;
const stopTimeoutMs = 3_000;
/** And polls, which each replica of a service sends three times a second. */
const operational = /^\/(health\/|metrics$|ssf\/poll\/)/;

const provider = new TracerProvider({
  resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: process.env['OTEL_SERVICE_NAME'] ?? 'unnamed' }),
  spanProcessors: process.env['OTEL_EXPORTER_OTLP_ENDPOINT']
    ? [
        new DiscreetSpanProcessor(
          new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: exportDelayMs }),
        ),
      ]
    : [],
});
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
// W3C trace context alone: baggage would carry whatever a client likes into every service.
propagation.setGlobalPropagator(new W3CTraceContextPropagator());

registerInstrumentations({
  tracerProvider: provider,
  instrumentations: [
    new HttpInstrumentation({
      disableOutgoingRequestInstrumentation: true,
      ignoreIncomingRequestHook: (request) => operational.test(request.url ?? ''),
    }),
    new UndiciInstrumentation({ requireParentforSpans: true }),
  ],
});

/** Sends what is still waiting, then stops. A collector that does not answer holds up no process that ends. */
export async function stopTelemetry(): Promise<void> {
  await Promise.race([provider.shutdown(), pause(stopTimeoutMs)]);
}
