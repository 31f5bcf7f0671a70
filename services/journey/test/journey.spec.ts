import { createApplication } from '@downscope/service';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { order } from './order-trace.ts';
import { otlp } from './otlp.ts';

const bodyLimitBytes = 4 * 1024 * 1024;
const traceId = order[0]?.traceId ?? '';
let app: Awaited<ReturnType<typeof createApplication>>['app'];

beforeAll(async () => {
  Object.assign(process.env, { OTEL_SERVICE_NAME: 'journey', LOG_LEVEL: 'fatal' });
  const { AppModule } = await import('../src/app.module.ts');
  ({ app } = await createApplication(AppModule, { bodyLimitBytes }));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterAll(() => app.close());

async function get(
  url: string,
  accept = '*/*',
): Promise<{ status: number; type: unknown; body: string; csp: unknown }> {
  const { statusCode: status, headers, body } = await app.inject({ url, headers: { accept } });
  return { status, type: headers['content-type'], body, csp: headers['content-security-policy'] };
}

async function post(payload: string | Buffer, type = 'application/json'): Promise<{ status: number; body: string }> {
  const headers = { 'content-type': type };
  const { statusCode: status, body } = await app.inject({ method: 'POST', url: '/v1/traces', headers, payload });
  return { status, body };
}

describe('before any span', () => {
  it('there is a page that says so', async () => {
    const { status, body } = await get('/', 'text/html');
    expect([status, body]).toEqual([200, expect.stringContaining('None yet')]);
  });

  it.each([
    ['application/json', 'application/problem+json'],
    ['text/html,application/xhtml+xml', 'text/html'],
  ])('a journey is 404 for %s', async (accept, type) => {
    const reply = await get(`/traces/${traceId}`, accept);
    expect([reply.status, reply.type]).toEqual([404, expect.stringContaining(type)]);
  });
});

describe('spans', () => {
  it('are taken as OTLP in JSON, in pieces', async () => {
    await expect(post(otlp(order.slice(0, 5)))).resolves.toEqual({ status: 200, body: '{}' });
    await expect(post(otlp(order.slice(5)))).resolves.toEqual({ status: 200, body: '{}' });
  });

  it('are refused as protobuf, with what to do instead', async () => {
    const { status, body } = await post(Buffer.from([10, 0]), 'application/x-protobuf');
    expect(status).toBe(415);
    expect(JSON.parse(body)).toMatchObject({
      code: 'unsupported_media_type',
      detail: expect.stringContaining('http/json'),
    });
  });

  it.each([
    ['no JSON', '{', 400],
    ['another shape', '{"resourceSpans":{}}', 400],
    ['more than the limit', `"${'a'.repeat(bodyLimitBytes)}"`, 413],
  ])('are refused when they are %s', async (_, payload, status) => {
    expect((await post(payload)).status).toBe(status);
  });

  it('may be many', async () => {
    const spans = Array.from({ length: 2_000 }, (_, index) => ({
      ...order[0],
      spanId: index.toString(16).padStart(16, '0'),
    }));
    const payload = otlp(spans.map((span) => ({ ...span, traceId: 'b'.repeat(32) })) as typeof order);
    expect(payload.length).toBeGreaterThan(64 * 1024);
    expect((await post(payload)).status).toBe(200);
  });
});

describe('a journey', () => {
  it('is in the list of the latest', async () => {
    expect(JSON.parse((await get('/traces')).body)).toEqual({
      items: [{ traceId, title: 'POST /orders', startedAt: '2026-11-24T16:00:00.001Z', hops: 6 }],
    });
    expect((await get('/')).body).toContain(`href="/traces/${traceId}"`);
  });

  it.each(['*/*', 'application/json'])('is JSON for %s', async (accept) => {
    const { status, type, body } = await get(`/traces/${traceId}`, accept);
    expect([status, type]).toEqual([200, expect.stringContaining('application/json')]);
    expect(JSON.parse(body)).toMatchObject({ traceId, hops: Array.from({ length: 6 }, () => expect.anything()) });
  });

  it('is a page for a browser, which may run nothing', async () => {
    const { status, type, body, csp } = await get(`/traces/${traceId}`, 'text/html,application/xhtml+xml,*/*;q=0.8');
    expect([status, type]).toEqual([200, 'text/html; charset=utf-8']);
    expect(csp).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'/);
    expect(body).toMatch(/<s>.*invoices_read<\/s>/);
    expect(body).not.toContain('<script');
  });
});
