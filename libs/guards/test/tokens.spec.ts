import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  aToken,
  JwksServer,
  type SigningOptions,
  testAudience,
  TestKey,
  testKey,
  type TokenOptions,
} from '../src/testing/index.ts';
import { answerTo, guardedApp, RecordingLogger } from './guarded-app.ts';

const scopes = ['orders_read'];
const elliptic = new TestKey('ES256');
const rsa = new TestKey('RS256');
const weak = new TestKey('PS256', 1024);

describe('a guarded application', () => {
  const logger = new RecordingLogger();
  let jwks: JwksServer;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    jwks = await JwksServer.start([testKey(), elliptic, rsa, weak]);
    app = await guardedApp(jwks.uri);
    Logger.overrideLogger(logger);
  });
  beforeEach(() => {
    logger.warnings.length = 0;
  });
  afterAll(async () => {
    await app.close();
    await jwks.close();
  });

  const status = async (token: string, of = app): Promise<number> =>
    (await of.inject({ url: '/orders', headers: { authorization: `Bearer ${token}` } })).statusCode;

  it.each<[string, TokenOptions & SigningOptions]>([
    ['PS256', {}],
    ['ES256', { key: elliptic }],
    ['RS256', { key: rsa }],
    ['one that came through two services', { actors: ['billing', 'order'] }],
    ['one of a service itself', { subject: 'billing', clientId: 'billing' }],
  ])('accepts %s', async (_, options) => {
    expect(await status(aToken({ scopes, ...options }))).toBe(200);
  });

  it.each([
    ['not_three_parts', 'an opaque token', () => 'xyz'],
    ['type_wrong', 'an ID token', () => aToken({ scopes, header: { typ: 'JWT' } })],
    ['ambiguous_keys', 'a claim twice', () => testKey().sign(headerOf(aToken()), '{"sub":"a","sub":"b"}')],
    ['key_unknown', 'a stranger', () => aToken({ scopes, key: new TestKey('ES256') })],
    ['key_too_weak', 'a key of 1024 bits', () => aToken({ scopes, key: weak })],
    ['key_for_other_algorithm', 'RS256 with the key for PS256', () => aToken({ scopes, header: { alg: 'RS256' } })],
    [
      'signature_wrong',
      'a stranger under a known key id',
      () => aToken({ scopes, key: new TestKey(), header: { kid: testKey().kid } }),
    ],
    ['signature_wrong', 'an exchanged payload', () => withPayloadOf(aToken({ scopes: ['admin'] }), aToken({ scopes }))],
    ['aud_wrong', 'another audience', () => aToken({ scopes, audience: 'urn:test:other' })],
    ['aud_wrong', 'one audience too many', () => aToken({ scopes, claims: { aud: [testAudience, 'urn:test:other'] } })],
    ['iss_wrong', 'another issuer', () => aToken({ scopes, issuer: 'https://evil.test' })],
    ['expired', 'this second', () => aToken({ scopes, secondsToLive: 0 })],
    ['exp_malformed', 'no end', () => aToken({ scopes, claims: { exp: undefined } })],
    ['not_yet_valid', 'tomorrow', () => aToken({ scopes, claims: { nbf: Math.floor(Date.now() / 1000) + 86_400 } })],
    ['act_malformed', '5 services', () => aToken({ scopes, actors: ['a', 'b', 'c', 'd', 'e'] })],
  ])('refuses as %s: %s', async (reason, _, token) => {
    expect(await status(token())).toBe(401);
    expect(logger.warnings).toEqual([{ msg: 'request refused', status: 401, code: 'invalid_token', reason }]);
  });

  it('refuses two Authorization headers, even two good ones', async () => {
    const good = ['Authorization', `Bearer ${aToken({ scopes })}`];
    const url = `${await app.getUrl()}/orders`;
    expect((await answerTo(url, good)).status).toBe(200);
    expect((await answerTo(url, [...good, ...good])).status).toBe(401);
    expect(logger.warnings).toEqual([expect.objectContaining({ reason: 'authorization_repeated' })]);
  });

  it('keeps its callers apart when their requests cross', async () => {
    const people = Array.from({ length: 50 }, (_, i) => `person-${i}`);
    const answers = people.map(async (subject) => {
      const headers = { authorization: `Bearer ${aToken({ scopes, subject })}` };
      return (await app.inject({ url: '/orders', headers })).json<{ subject: string }>().subject;
    });
    expect(await Promise.all(answers)).toEqual(people);
  });

  it('is not changed by a second application in the same process', async () => {
    const other = await guardedApp(jwks.uri, 'urn:test:other');
    const token = aToken({ scopes });
    expect(await status(token, other)).toBe(401);
    expect(await status(token)).toBe(200);
    await other.close();
  });
});

function headerOf(token: string): string {
  return Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
}

function withPayloadOf(token: string, other: string): string {
  const [header, , signature] = token.split('.');
  return [header, other.split('.')[1], signature].join('.');
}
