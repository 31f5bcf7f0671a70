import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { traceRequests } from './tracing.ts';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
let server: FastifyInstance;

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  server = fastify();
  traceRequests(server);
  server.get('/orders/:id', () => 'an order');
});
beforeEach(() => {
  exporter.reset();
});
afterAll(() => server.close());

/** As node:http's instrumentation has it: the request is answered within its span. */
async function ask(headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
  const span = provider.getTracer('spec').startSpan('GET');
  const answer = await context.with(trace.setSpan(context.active(), span), async () => {
    return await server.inject({ url: '/orders/17', headers });
  });
  span.end();
  return answer;
}

it('a span is called by its route, never by the path', async () => {
  await ask();
  const [span] = exporter.getFinishedSpans();
  expect(span).toMatchObject({ name: 'GET /orders/:id', attributes: { 'http.route': '/orders/:id' } });
});

it('the caller is told in which trace it was answered', async () => {
  const { headers } = await ask();
  const [span] = exporter.getFinishedSpans();
  const { traceId = '', spanId = '' } = span?.spanContext() ?? {};
  expect(headers['traceresponse']).toBe(`00-${traceId}-${spanId}-01`);
});

it('the trace of a client, which the edge did not go on with, is a link', async () => {
  await ask({ 'x-client-traceparent': `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` });
  const [span] = exporter.getFinishedSpans();
  expect(span?.links).toMatchObject([{ context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) } }]);
});

it.each([{}, { 'x-client-traceparent': '' }, { 'x-client-traceparent': 'eyJ.eyJ.c2ln' }])(
  'there is none for %j',
  async (headers) => {
    await ask(headers);
    expect(exporter.getFinishedSpans().map(({ links }) => links)).toEqual([[]]);
  },
);
