import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { aToken, JwksServer, testAudience } from '../src/testing/index.ts';
import { answerTo, guardedModule, resourceMetadata } from './guarded-app.ts';

const good = ['Authorization', `Bearer ${aToken({ subject: 'a-person', scopes: ['orders_read'] })}`];
const other = ['Authorization', `Bearer ${aToken({ scopes: ['other'] })}`];
const forged = ['Authorization', `Bearer ${aToken({ scopes: ['orders_read'], header: { typ: 'JWT' } })}`];
const challenge = (...parameters: string[]): string =>
  ['Bearer realm="' + testAudience + '"', ...parameters, `resource_metadata="${resourceMetadata}"`].join(', ');
const scope = ['error="insufficient_scope"', 'scope="orders_read"'];

describe.each<[string, () => AbstractHttpAdapter]>([
  ['Fastify', () => new FastifyAdapter()],
  ['Express', () => new ExpressAdapter()],
])('a guarded application on %s', (_, adapter) => {
  let jwks: JwksServer;
  let app: INestApplication;

  beforeAll(async () => {
    jwks = await JwksServer.start();
    app = await NestFactory.create(guardedModule({ jwksUri: jwks.uri }), adapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await jwks.close();
  });

  it.each([
    ['a good token', 'orders', good, { subject: 'a-person', scopes: ['orders_read'] }],
    ['no token on a public route', 'open', [], { open: true }],
    ['a token that is not good on a public route', 'open', forged, { open: true }],
  ])('serves %s', async (_name, path, headers, body) => {
    expect(await answerTo(`${await app.getUrl()}/${path}`, headers)).toMatchObject({ status: 200, body });
  });

  it.each([
    [401, 'missing_token', 'no token', [], challenge()],
    [401, 'invalid_token', 'a token that is not good', forged, challenge('error="invalid_token"')],
    [401, 'invalid_token', 'two good tokens', [...good, ...good], challenge('error="invalid_token"')],
    [403, 'insufficient_scope', 'too little scope', other, challenge(...scope)],
  ])('answers %d %s to %s', async (status, code, _name, headers, expected) => {
    const answer = await answerTo(`${await app.getUrl()}/orders`, headers);
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.headers).toMatchObject({
      'www-authenticate': expected,
      'content-type': expect.stringMatching(/^application\/problem\+json/) as unknown,
      'cache-control': 'no-store',
    });
  });

  it('answers 503 when the keys cannot be had', async () => {
    const newcomer = await NestFactory.create(guardedModule({ jwksUri: 'http://127.0.0.1:1/jwks' }), adapter(), {
      logger: false,
    });
    await newcomer.listen(0, '127.0.0.1');
    const answer = await answerTo(`${await newcomer.getUrl()}/orders`, good);
    await newcomer.close();
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { code: 'keys_unavailable' } });
  });
});
