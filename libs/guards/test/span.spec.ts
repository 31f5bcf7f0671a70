import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { Logger } from '@nestjs/common';
import { aToken, JwksServer } from '../src/testing/index.ts';
import { guardedApp, RecordingLogger } from './guarded-app.ts';

describe("the span of a guarded application's request", () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  let jwks: JwksServer;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    jwks = await JwksServer.start();
    app = await guardedApp(jwks.uri);
  });
  beforeEach(() => {
    exporter.reset();
  });
  afterAll(async () => {
    await app.close();
    await jwks.close();
    await provider.shutdown();
    context.disable();
  });

  async function attributesOf(token: string): Promise<unknown> {
    const span = provider.getTracer('spec').startSpan('server');
    const headers = { authorization: `Bearer ${token}` };
    await context.with(trace.setSpan(context.active(), span), async () => {
      await app.inject({ url: '/orders', headers }); // is not sent before it is awaited
    });
    span.end();
    return exporter.getFinishedSpans()[0]?.attributes;
  }

  it.each(['whose key has to be fetched', 'whose key is known'])('tells of a token %s', async () => {
    const token = aToken({
      actors: ['order'],
      scopes: ['orders_read'],
      claims: { jti: 'a-jti', customer_number: '1001' },
    });
    expect(await attributesOf(token)).toMatchObject({
      'downscope.hop': 'receive',
      'downscope.jti': 'a-jti',
      'downscope.claims': ['customer_number'],
      'downscope.actors': ['order'],
    });
  });

  it('tells of a good token even where the route refuses it', async () => {
    expect(await attributesOf(aToken())).toMatchObject({ 'downscope.hop': 'receive', 'downscope.scopes': [] });
  });

  it('is named to whoever is refused, and in the log beside the reason', async () => {
    const logger = new RecordingLogger();
    Logger.overrideLogger(logger);
    const span = provider.getTracer('spec').startSpan('server');
    const { traceId } = span.spanContext();
    const answer = await context.with(trace.setSpan(context.active(), span), async () =>
      app.inject({ url: '/orders' }),
    );
    expect(answer.headers['www-authenticate']).toContain(`trace_id="${traceId}"`);
    expect(logger.warnings).toEqual([expect.objectContaining({ reason: 'missing_token', traceId })]);
  });

  it('tells nothing of a token that is not good', async () => {
    expect(await attributesOf(aToken({ secondsToLive: 0 }))).toEqual({});
  });
});
