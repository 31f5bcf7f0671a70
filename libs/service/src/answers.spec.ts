import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Header, Module, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { register } from 'prom-client';
import { createApplication } from './application.ts';

@Controller('things')
class ThingsController {
  @Get()
  list(): unknown[] {
    return [];
  }

  @Post()
  add(): string {
    return 'added';
  }

  @Get(':id')
  one(@Param('id') id: string): { id: string } {
    return { id };
  }

  @Get('of/everybody')
  @Header('cache-control', 'max-age=60')
  ofEverybody(): string {
    return 'for all';
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  Object.assign(process.env, { OTEL_SERVICE_NAME: 'things', LOG_LEVEL: 'fatal' });
  register.clear();
  ({ app } = await createApplication(ThingsModule));
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

/** What is answered to bytes that no HTTP client would send. */
async function answerTo(bytes: string): Promise<string> {
  const socket = connect((app.getHttpServer().address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  return text(socket);
}

describe('a method that a path does not have', () => {
  it.each([
    ['DELETE', '/things', 'GET, HEAD, POST'],
    ['OPTIONS', '/things?limit=1', 'GET, HEAD, POST'],
    ['POST', '/things/7', 'GET, HEAD'],
  ] as const)('%s %s is told which it has', async (method, url, allow) => {
    const response = await app.inject({ method, url });
    expect([response.statusCode, response.headers.allow]).toEqual([405, allow]);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(response.json()).toMatchObject({ status: 405, code: 'method_not_allowed' });
  });

  it('is nothing that a path which nobody serves is told of', async () => {
    const response = await app.inject({ method: 'DELETE', url: '/nowhere' });
    expect([response.statusCode, response.headers.allow]).toEqual([404, undefined]);
  });
});

describe('what is refused before there is a route', () => {
  it.each([
    [
      'a path that cannot be decoded',
      `GET /things/%zz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
      400,
      'malformed_url',
    ],
    [
      'a part of a path that is too long',
      `GET /things/${'a'.repeat(200)} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
      414,
      'path_too_long',
    ],
    [
      'headers that are too large',
      `GET /things HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(17_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    ['what is not HTTP', 'hello\r\n\r\n', 400, 'malformed_request'],
  ])('%s is a problem document', async (_, bytes, status, code) => {
    const answer = await answerTo(bytes);
    expect(answer).toMatch(
      new RegExp(`^HTTP/1\\.1 ${String(status)} .*content-type: application/problem\\+json`, 'is'),
    );
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status, code });
  });

  it('a request that does not end is a problem document', async () => {
    const server = app.getHttpServer();
    // Node.js looks every 30 s for requests that are late.
    server.once('connection', (socket) => {
      server.emit('clientError', Object.assign(new Error(), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
    });
    expect(await answerTo('GET /things HTTP/1.1\r\nhost: a\r\n')).toMatch(
      /^HTTP\/1\.1 408 .*"code":"request_timeout"/s,
    );
  });
});

describe('a body that is not read', () => {
  it.each([
    ['no JSON', '{', 400],
    ["an object's prototype", '{"__proto__":{"x":1}}', 400],
    ['more than is read', JSON.stringify('a'.repeat(70_000)), 413],
  ])('%s is a problem document', async (_, payload, status) => {
    const headers = { 'content-type': 'application/json' };
    const response = await app.inject({ method: 'POST', url: '/things', headers, payload });
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(response.json()).toMatchObject({ status, code: expect.any(String) });
  });
});

describe('an answer', () => {
  it.each(['/things', '/things/7', '/nowhere'])('of %s is kept by no cache and guessed by no browser', async (url) => {
    const { headers } = await app.inject(url);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  it('differs by who asks', async () => {
    expect((await app.inject('/things')).headers.vary).toBe('authorization');
  });

  it('that is for everybody says so', async () => {
    const { headers } = await app.inject('/things/of/everybody');
    expect(headers).toMatchObject({ 'cache-control': 'max-age=60', 'x-content-type-options': 'nosniff' });
    expect(headers.vary).toBeUndefined();
  });

  it('names no origin that may read it: browsers ask through a server of their own', async () => {
    const { headers } = await app.inject({ url: '/things', headers: { origin: 'https://elsewhere.example' } });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});
