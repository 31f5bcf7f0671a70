import { type Span, trace } from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Names the request's span by its route, which `node:http` cannot know, and tells the caller which trace it is in (`traceresponse`, of the
 * W3C's Trace Context HTTP Response Headers Format).
 */
export function traceRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const span = trace.getActiveSpan();
    if (span) describe(span, request, reply);
    done();
  });
}

function describe(
  span: Span,
  { method, headers, routeOptions: { url: route } }: FastifyRequest,
  reply: FastifyReply,
): void {
  if (route !== undefined) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
  // The edge begins a trace with each request, and hands on by which the client knows it.
  const theirs = parseTraceParent(String(headers['x-client-traceparent']));
  if (theirs) span.addLink({ context: theirs });
  const { traceId, spanId, traceFlags } = span.spanContext();
  void reply.header('traceresponse', `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`);
}
