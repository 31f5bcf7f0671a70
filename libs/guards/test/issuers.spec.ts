import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aToken, JwksServer, TestKey, testKey } from '../src/testing/index.ts';
import { InsecureJwksUri } from '../src/nest/insecure-jwks-uri.ts';
import { TrustedIssuers } from '../src/nest/trusted-issuers.ts';
import { guardedApp } from './guarded-app.ts';

const otherIssuer = 'https://other.test';
const otherKey = new TestKey('ES256');
const scopes = ['orders_read'];

describe('an application with two issuers', () => {
  let first: JwksServer;
  let other: JwksServer;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    [first, other] = [await JwksServer.start(), await JwksServer.start([otherKey])];
    app = await guardedApp(first.uri, undefined, [{ issuer: otherIssuer, jwksUri: other.uri }]);
  });
  afterAll(async () => {
    await app.close();
    await first.close();
    await other.close();
  });

  it.each([
    [200, 'the first', {}],
    [200, 'the other', { issuer: otherIssuer, key: otherKey }],
    [401, 'the other, signed by the first', { issuer: otherIssuer, key: testKey() }],
    [401, 'the first, signed by the other', { key: otherKey }],
    [401, 'a third', { issuer: 'https://third.test' }],
  ])('answers %d to a token of %s', async (status, _, options) => {
    const headers = { authorization: `Bearer ${aToken({ scopes, ...options })}` };
    expect((await app.inject({ url: '/orders', headers })).statusCode).toBe(status);
  });

  it('does not start when one of them is trusted twice, by two rules', () => {
    const issuer = { issuer: otherIssuer, jwksUri: other.uri };
    expect(() => TrustedIssuers.from({ ...issuer, audience: 'urn:a', otherIssuers: [issuer] })).toThrow(TypeError);
  });

  it.each([
    'http://id.test/jwks',
    'http://127.0.0.1.evil.test/jwks',
    'http://localhost@evil.test/jwks',
    'file:///jwks',
  ])('does not start with keys from %s, unless that is allowed by name', (jwksUri) => {
    const options = { issuer: otherIssuer, audience: 'urn:a', jwksUri };
    expect(() => TrustedIssuers.from(options)).toThrow(InsecureJwksUri);
    const first = { ...options, issuer: 'https://id.test', jwksUri: 'https://id.test/jwks', allowInsecureHttp: true };
    expect(() => TrustedIssuers.from({ ...first, otherIssuers: [options] })).toThrow(InsecureJwksUri);
    expect(TrustedIssuers.from({ ...options, allowInsecureHttp: true }).size).toBe(1);
  });

  it.each(['https://id.test/jwks', 'http://127.0.0.1:1/jwks', 'http://[::1]:1/jwks'])(
    'starts with keys from %s',
    (jwksUri) => {
      expect(TrustedIssuers.from({ issuer: otherIssuer, audience: 'urn:a', jwksUri }).size).toBe(1);
    },
  );
});
