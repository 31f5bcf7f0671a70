import { describe, expect, it } from '@jest/globals';
import { aToken } from '../testing/index.ts';
import type { InvalidToken, InvalidTokenReason } from './invalid-token.ts';
import { issuerRules } from './issuer-rules.ts';
import { strictJws } from './strict-jws.ts';
import { verifiedClaims } from './verified-claims.ts';

const audience = 'urn:test:orders';
const now = Math.floor(Date.now() / 1000);
const issuers = new Map(
  [
    issuerRules(audience, { issuer: 'https://id.test' }),
    issuerRules(audience, { issuer: 'https://strict.test', algorithms: ['ES256'], maxLifetimeSeconds: 60 }),
    issuerRules(audience, { issuer: 'https://lax.test', headerParameters: ['cty', 'x5t'], fractionalTimes: true }),
    issuerRules(audience, { issuer: 'https://keycloak.test', profile: 'keycloak', otherAudiences: ['account'] }),
  ].map((rules) => [rules.issuer, rules]),
);

function reasonOf(issuer: string, claims: object, header: object = {}): InvalidTokenReason | undefined {
  const token = aToken({ issuer, audience, claims: { ...claims }, header: { ...header } });
  try {
    const rules = strictJws(token, issuers).issuer;
    verifiedClaims(payloadOf(token), rules, now);
    return undefined;
  } catch (error) {
    return (error as InvalidToken).reason;
  }
}

function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

describe('the rules of an issuer', () => {
  it('let nobody else use its tokens, unless they are named', () => {
    expect(issuerRules(audience, { issuer: 'https://id.test' }).otherAudiences).toEqual([]);
  });

  it.each([
    ['PS256 where nothing is said', undefined, 'https://id.test', {}],
    ['PS256 where ES256 alone is taken', 'algorithm_not_allowed', 'https://strict.test', {}],
    ['an hour where nothing is said', undefined, 'https://id.test', { iat: now, exp: now + 3600 }],
    ['an hour and a second', 'lives_too_long', 'https://id.test', { iat: now, exp: now + 3601 }],
    ['nobody who is trusted', 'iss_wrong', 'https://evil.test', {}],
    ['another audience where none is expected', 'aud_wrong', 'https://id.test', { aud: [audience, 'account'] }],
  ])('hold for its tokens: %s', (_, reason, issuer, claims) => {
    expect(reasonOf(issuer, claims)).toBe(reason);
  });

  it.each([
    ['a minute', undefined, { iat: now, exp: now + 60 }],
    ['a minute and a second', 'lives_too_long', { iat: now, exp: now + 61 }],
  ])('hold its tokens to %s', (_, reason, claims) => {
    expect(reasonOf('https://strict.test', claims, { alg: 'ES256' })).toBe(reason);
  });

  it.each<[InvalidTokenReason | undefined, string, object, object]>([
    [undefined, 'parameters that it names', {}, { cty: 'JWT', x5t: 'x' }],
    ['header_parameter_unknown', 'one that it does not name', {}, { zip: 'DEF' }],
    ['key_in_header', 'a key', {}, { jku: 'https://evil.test' }],
    ['critical_extension', 'an extension', {}, { crit: ['exp'] }],
    [
      undefined,
      'fractions of a second',
      { iat: now - 0.5, exp: now + 0.25, nbf: now - 0.5, auth_time: now - 9.75 },
      {},
    ],
    ['expired', 'a fraction too late', { exp: now - 0.25 }, {}],
    ['exp_malformed', 'infinity', { exp: '1e999' }, {}],
    ['exp_malformed', 'a time beyond all numbers', { exp: 1e300 }, {}],
  ])('answer %s, where they are laxer, to %s', (reason, _, claims, header) => {
    expect(reasonOf('https://lax.test', claims, header)).toBe(reason);
  });

  it.each(['jwk', 'jku', 'x5c', 'x5u', 'crit'])('can never let %s come along', (name) => {
    expect(() => issuerRules(audience, { issuer: 'https://id.test', headerParameters: ['cty', name] })).toThrow(
      TypeError,
    );
  });

  describe('when it is a Keycloak', () => {
    const header = { typ: 'JWT', alg: 'RS256' };
    const claims = { typ: 'Bearer', azp: 'shop', client_id: undefined, sid: 's', aud: [audience, 'account'] };

    it('name the client as azp does', () => {
      const token = aToken({
        issuer: 'https://keycloak.test',
        audience,
        claims: { ...claims, client_id: 'other' },
        header,
      });
      const { issuer } = strictJws(token, issuers);
      expect(verifiedClaims(payloadOf(token), issuer, now).client_id).toBe('shop');
    });

    it.each<[InvalidTokenReason | undefined, string, object, object]>([
      [undefined, 'an access token', {}, {}],
      [undefined, 'one for this API alone', { aud: audience }, {}],
      ['kind_wrong', 'an ID token', { typ: 'ID' }, {}],
      ['kind_wrong', 'a refresh token', { typ: 'Refresh' }, {}],
      ['kind_wrong', 'a logout token', { typ: 'Logout' }, {}],
      ['kind_wrong', 'a token of no kind', { typ: undefined }, {}],
      ['type_wrong', 'a type that only begins like JWT', {}, { typ: 'JWT+x' }],
      ['type_wrong', 'a type that only ends like JWT', {}, { typ: 'x+JWT' }],
      [undefined, 'the type that RFC 9068 asks for', {}, { typ: 'at+jwt' }],
      ['kind_wrong', 'an ID token of that type', { typ: 'ID' }, { typ: 'at+jwt' }],
      ['client_id_malformed', 'no azp', { azp: undefined, client_id: 'shop' }, {}],
      ['aud_wrong', 'the other audience alone', { aud: 'account' }, {}],
      ['aud_wrong', 'the other audience alone in a list', { aud: ['account'] }, {}],
      ['aud_wrong', 'this API twice', { aud: [audience, audience] }, {}],
      ['aud_wrong', 'a third audience', { aud: [audience, 'account', 'realm-management'] }, {}],
    ])('answer %s to %s', (reason, _, claim, parameter) => {
      expect(reasonOf('https://keycloak.test', { ...claims, ...claim }, { ...header, ...parameter })).toBe(reason);
    });
  });
});
