import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, TestEdge } from './test-edge.ts';

let edge: TestEdge;

beforeAll(async () => {
  edge = await TestEdge.start();
}, 120_000);

afterAll(() => edge.stop());

const anybody = () => ({ authorization: `Bearer ${randomUUID()}` });
const ofTheEdge = (status: number, code: string, retryAfter?: string) => ({
  status,
  contentType: 'application/problem+json',
  retryAfter,
  body: expect.stringContaining(`"code":"${code}"`),
});
const unavailable = ofTheEdge(503, 'unavailable', '5');
const notFound = ofTheEdge(404, 'not_found');

describe('what nobody named', () => {
  it.each(['/', '/nowhere', '/orders-of-others', '/healthz', '/swap?audience=urn:downscope:order'])(
    'the path %s is a 404 problem document',
    async (path) => {
      expect(seenIn(await edge.get(path, anybody()))).toEqual(notFound);
    },
  );

  it.each(['evil.example', 'order.apps.svc.cluster.local', '127.0.0.1'])('so is the host %s', async (host) => {
    expect(seenIn(await edge.get('/orders', { ...anybody(), host }))).toEqual(notFound);
  });

  it('is not an outage because a client says so', async () => {
    expect(seenIn(await edge.get('/nowhere', { 'x-code': '500' }))).toEqual(notFound);
  });
});

describe('an outage is a 503 problem document', () => {
  it.each([500, 502, 503, 504, 302])('when the swap answers %d', async (status) => {
    edge.swap = (_, response) => response.writeHead(status).end();
    expect(seenIn(await edge.get('/orders', anybody()))).toEqual(unavailable);
  });

  it('when the swap ends the connection', async () => {
    edge.swap = (request) => request.socket.destroy();
    expect(seenIn(await edge.get('/orders', anybody()))).toEqual(unavailable);
  });

  it('when a service ends the connection, after the three tries of a GET and the one of a POST', async () => {
    let tries = 0;
    edge.swap = edge.pass;
    edge.service = (request) => {
      tries += 1;
      request.socket.destroy();
    };
    expect(seenIn(await edge.get('/orders', anybody()))).toEqual(unavailable);
    expect(tries).toBe(3);
    expect(seenIn(await edge.post('/orders', anybody(), '{}'))).toEqual(unavailable);
    expect(tries).toBe(4);
  });
});

describe('what a service says itself is the service’s', () => {
  it.each([
    [500, 'internal'],
    [502, 'downstream_refused'],
    [503, 'downstream_unavailable'],
    [504, 'downstream_late'],
    [429, 'too_many'],
    [404, 'order_not_found'],
  ])('%d passes with its body and its Retry-After', async (status, code) => {
    edge.swap = edge.pass;
    edge.service = (_, response) => response.writeHead(status, { 'retry-after': '77' }).end(`{"code":"${code}"}`);
    expect(await edge.get('/orders', anybody())).toMatchObject({
      status,
      headers: { 'retry-after': '77' },
      body: `{"code":"${code}"}`,
    });
  });
});

describe('big headers', () => {
  it('a JWT of 12 KiB reaches the service, which nginx’s own buffers would not take', async () => {
    const jwt = `Bearer ${'a'.repeat(12 * 1024)}`;
    edge.swap = (_, response) => response.writeHead(200, { authorization: jwt }).end();
    edge.service = (request, response) => response.writeHead(200).end(request.headers.authorization);
    expect(await edge.get('/orders', anybody())).toMatchObject({ status: 200, body: jwt });
  });

  it('a header of the client’s beyond 8 KiB is 400', async () => {
    expect((await edge.get('/orders', { authorization: `Bearer ${'a'.repeat(8 * 1024)}` })).status).toBe(400);
  });
});

describe('who is let in', () => {
  it('is nobody with two Authorization headers', async () => {
    edge.swap = edge.pass;
    expect((await edge.get('/orders', { authorization: ['Bearer a', 'Bearer b'] })).status).toBe(400);
  });

  it('is nobody whom the swap refuses: 401 with its challenge', async () => {
    edge.swap = (_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer realm="x"' }).end();
    expect(await edge.get('/orders', anybody())).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="x"' },
    });
  });

  it('comes with the JWT alone, and without what only the edge may say', async () => {
    edge.swap = edge.pass;
    edge.service = (request, response) => response.writeHead(200).end(JSON.stringify(request.headers));
    const claimed = [
      'baggage',
      'forwarded',
      'x-forwarded-user',
      'x-forwarded-prefix',
      'x-original-forwarded-host',
      'x-code',
    ];
    const headers = Object.fromEntries(claimed.map((name) => [name, 'carol']));
    const { body } = await edge.get('/orders', { ...anybody(), ...headers, 'x-forwarded-for': '192.0.2.1' });
    expect(JSON.parse(body)).toMatchObject({ authorization: 'Bearer jwt', 'x-forwarded-for': '127.0.0.1' });
    expect(Object.keys(JSON.parse(body) as object).filter((name) => claimed.includes(name))).toEqual([]);
  });

  it('is asked of the swap without what it does not read', async () => {
    let told: object = {};
    edge.swap = (request, response) => {
      told = request.headers;
      edge.pass(request, response);
    };
    edge.service = (_, response) => response.writeHead(200).end();
    const { authorization } = anybody();
    const unread = { baggage: 'a=b', cookie: 'session=c', forwarded: 'for=192.0.2.1' };
    await edge.get('/orders', { authorization, ...unread });
    expect(told).toMatchObject({ authorization });
    expect(Object.keys(told).filter((name) => name in unread)).toEqual([]);
  });

  it('begins a trace at the edge, to which the swap and the service belong; their own is told apart', async () => {
    const told: IncomingHttpHeaders[] = [];
    edge.swap = (request, response) => {
      told.push(request.headers);
      edge.pass(request, response);
    };
    edge.service = (request, response) => {
      told.push(request.headers);
      response.writeHead(200).end();
    };
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    await edge.get('/orders', { ...anybody(), traceparent, tracestate: 'c=d', 'x-client-traceparent': 'e' });
    const [atSwap, atService] = told;
    expect(atService?.['traceparent']).toMatch(/^00-(?!a{32})[\da-f]{32}-00000000000000ed-01$/);
    expect(atSwap?.['traceparent']).toBe(atService?.['traceparent']);
    for (const headers of told) {
      expect(headers).toMatchObject({ 'x-client-traceparent': traceparent });
      expect(headers).not.toHaveProperty('tracestate');
    }
  });

  it('is asked of the swap once per token, in HTTP/1.1, without a body', async () => {
    const asked: string[] = [];
    edge.swap = (request, response) => {
      asked.push(`${request.httpVersion} ${String(request.headers['content-length'])}`);
      edge.pass(request, response);
    };
    edge.service = (_, response) => response.writeHead(200).end();
    const headers = anybody();
    for (let time = 0; time < 3; time++) await edge.post('/orders', headers, '{}');
    expect(asked).toEqual(['1.1 undefined']);
  });
});

describe('who asks too often', () => {
  it('gets 429 with Retry-After, before the swap is asked', async () => {
    let swaps = 0;
    edge.swap = (request, response) => {
      swaps += 1;
      edge.pass(request, response);
    };
    edge.service = (_, response) => response.writeHead(200).end();
    const answers = await Promise.all(Array.from({ length: 30 }, () => edge.get('/invoices', anybody())));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(swaps).toBe(answers.length - refused.length);
    for (const answer of refused) expect(seenIn(answer)).toEqual(ofTheEdge(429, 'too_many_requests', '1'));
  });
});

describe('how long an answer of the swap is kept (docs/edges.md)', () => {
  /** The longest that one was served after it was given, to somebody who asks all the time, and how often the swap was asked. */
  async function served(headers: () => Record<string, string>, enough: (longestMs: number) => boolean) {
    let [givenAtMs, longestMs, swaps, asked] = [0, 0, 0, 0];
    edge.swap = (_, response) => {
      swaps += 1;
      givenAtMs = performance.now();
      response.writeHead(200, { authorization: 'Bearer jwt', ...headers() }).end();
    };
    edge.service = (_, response) => response.writeHead(200).end();
    const somebody = anybody();
    const until = performance.now() + 8_000;
    while (performance.now() < until && !enough(longestMs)) {
      const [swapsBefore, askedAtMs] = [swaps, performance.now()];
      await edge.get('/orders', somebody);
      asked += 1;
      if (swaps === swapsBefore) longestMs = Math.max(longestMs, askedAtMs - givenAtMs);
    }
    return { longestMs, swaps, asked };
  }
  const thisSecond = () => ({
    'cache-control': 'max-age=1',
    'x-accel-expires': `@${String(Math.floor(Date.now() / 1000))}`,
  });

  it('for up to two seconds, where it is told to keep it for one', async () => {
    const { longestMs, swaps, asked } = await served(
      () => ({ 'cache-control': 'max-age=1' }),
      (ms) => ms > 1_000,
    );
    expect([longestMs > 1_000, longestMs < 2_000]).toEqual([swaps < asked, true]);
  }, 20_000);

  it('until the second is over, where it is told which one that is', async () => {
    const { longestMs, swaps, asked } = await served(thisSecond, () => false);
    expect(longestMs).toBeLessThan(1_000);
    // Where this nginx keeps nothing at all, because it has no digest for keys, each is asked for.
    expect(longestMs > 0).toBe(swaps < asked);
  }, 20_000);
});

describe('without the default backend too', () => {
  it('an outage and an unknown path are nginx’s own 502, and nobody gets in', async () => {
    await edge.endDefaultBackend();
    edge.swap = (request) => request.socket.destroy();
    const nothing = { status: 502, contentType: 'text/html', retryAfter: undefined, body: expect.any(String) };
    expect(seenIn(await edge.get('/orders', anybody()))).toEqual(nothing);
    expect(seenIn(await edge.get('/nowhere', anybody()))).toEqual(nothing);
  });
});

function seenIn({ status, headers, body }: Answer): object {
  return { status, contentType: headers['content-type'], retryAfter: headers['retry-after'], body };
}
