import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aToken, JwksServer, testAudience } from '../src/testing/index.ts';
import { guardedApp, RecordingLogger, resourceMetadata } from './guarded-app.ts';

describe('a guarded application answers', () => {
  const logger = new RecordingLogger();
  let jwks: JwksServer;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    jwks = await JwksServer.start();
    app = await guardedApp(jwks.uri);
    Logger.overrideLogger(logger);
  });
  beforeEach(() => {
    logger.warnings.length = 0;
    jwks.isDown = false;
  });
  afterAll(async () => {
    await app.close();
    await jwks.close();
  });

  const send = (method: 'GET' | 'POST', url: string, token?: string) =>
    app.inject({ method, url, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

  it('who has the scope, and says who it is', async () => {
    const response = await send('GET', '/orders', aToken({ subject: 'a-person', scopes: ['orders_read', 'other'] }));
    expect(response.json()).toEqual({ subject: 'a-person', scopes: ['orders_read', 'other'] });
  });

  it('who has the claim', async () => {
    expect((await send('GET', '/regions', aToken({ claims: { region: 'us' } }))).body).toBe('us');
  });

  it('everybody on a public route, even with a token that is not good', async () => {
    expect((await send('GET', '/open', 'nonsense')).json()).toEqual({ open: true });
  });

  it('with the token in a wrapping that does not print it', async () => {
    const token = aToken({ scopes: ['orders_read', 'orders_write'] });
    const response = await send('POST', '/orders', token);
    expect(response.json()).toEqual({ printed: '{ token: [AccessToken] }', length: token.length });
  });

  it.each(['/mistaken', '/mistaken-token'])('500 where a public route asks who was verified: %s', async (url) => {
    expect((await send('GET', url, aToken())).statusCode).toBe(500);
  });

  const realm = `realm="${testAudience}"`;
  const metadata = `resource_metadata="${resourceMetadata}"`;

  it.each([
    {
      to: 'no token',
      url: '/orders',
      token: undefined,
      answer: { status: 401, code: 'missing_token' },
      challenge: `Bearer ${realm}, ${metadata}`,
      reason: 'missing_token',
    },
    {
      to: 'an expired token',
      url: '/orders',
      token: aToken({ secondsToLive: 0 }),
      answer: { status: 401, code: 'invalid_token' },
      challenge: `Bearer ${realm}, error="invalid_token", ${metadata}`,
      reason: 'expired',
    },
    {
      to: 'a token without the scope',
      url: '/orders',
      token: aToken({ scopes: ['other'] }),
      answer: { status: 403, code: 'insufficient_scope' },
      challenge: `Bearer ${realm}, error="insufficient_scope", scope="orders_read", ${metadata}`,
      reason: 'needs scope orders_read',
    },
    {
      to: 'a token without the claim',
      url: '/regions',
      token: aToken(),
      answer: { status: 403, code: 'missing_claim' },
      challenge: `Bearer ${realm}, error="insufficient_scope", ${metadata}`,
      reason: 'needs claim region',
    },
    {
      to: 'a token with another value of the claim',
      url: '/regions',
      token: aToken({ claims: { region: 'mars' } }),
      answer: { status: 403, code: 'missing_claim' },
      challenge: `Bearer ${realm}, error="insufficient_scope", ${metadata}`,
      reason: 'needs claim region',
    },
    {
      to: 'whom the code behind the guard refuses',
      url: '/policy',
      token: aToken({ scopes: ['orders_read'] }),
      answer: { status: 403, code: 'missing_claim' },
      challenge: `Bearer ${realm}, error="insufficient_scope", ${metadata}`,
      reason: 'needs claim customer_number',
    },
  ])('$answer.status to $to, and logs why', async ({ url, token, answer, challenge, reason }) => {
    const response = await send('GET', url, token);
    expect(response.statusCode).toBe(answer.status);
    expect(response.headers).toMatchObject({
      'www-authenticate': challenge,
      'content-type': expect.stringMatching(/^application\/problem\+json/) as unknown,
      'cache-control': 'no-store',
    });
    expect(response.json()).toEqual({
      ...answer,
      type: 'about:blank',
      title: answer.status === 401 ? 'Unauthorized' : 'Forbidden',
      detail: expect.any(String) as unknown,
    });
    expect(logger.warnings).toEqual([{ msg: 'request refused', ...answer, reason }]);
  });

  it('403 to who has some of the scopes that a route needs', async () => {
    expect((await send('POST', '/orders', aToken({ scopes: ['orders_read'] }))).statusCode).toBe(403);
    expect((await send('POST', '/orders', aToken({ scopes: ['orders_write'] }))).statusCode).toBe(403);
  });

  it('401 to who has the scope, but logged in too weakly: log in again, and how', async () => {
    const paying = { scopes: ['invoices_pay'] };
    const login = { auth_time: Math.floor(Date.now() / 1000) - 60, acr: 'phr' };
    expect((await send('POST', '/payments', aToken({ ...paying, claims: login }))).json()).toEqual({ acr: 'phr' });

    const response = await send('POST', '/payments', aToken({ ...paying, claims: { ...login, acr: 'pwd' } }));
    expect(response.json()).toMatchObject({ status: 401, code: 'insufficient_user_authentication' });
    expect(response.headers['www-authenticate']).toBe(
      `Bearer ${realm}, error="insufficient_user_authentication", acr_values="phr phrh", max_age="300", ${metadata}`,
    );
    expect(logger.warnings).toEqual([expect.objectContaining({ reason: 'needs strong login within 300 s' })]);
    expect((await send('POST', '/payments', aToken({ claims: login }))).statusCode).toBe(403);
  });

  it('503 when the keys cannot be had: not 401', async () => {
    const newcomer = await guardedApp(jwks.uri);
    jwks.isDown = true;
    const response = await newcomer.inject({ url: '/orders', headers: { authorization: `Bearer ${aToken()}` } });
    await newcomer.close();
    expect(response.statusCode).toBe(503);
    expect(response.headers).toMatchObject({ 'retry-after': '5' });
    expect(response.headers).not.toHaveProperty('www-authenticate');
    expect(response.json()).toMatchObject({ status: 503, code: 'keys_unavailable' });
  });
});
