import { describe, expect, it } from '@jest/globals';
import { aToken, testIssuer, TestKey, testKey } from '../testing/index.ts';
import type { InvalidToken, InvalidTokenReason } from './invalid-token.ts';
import { issuerRules } from './issuer-rules.ts';
import { strictJws } from './strict-jws.ts';

const key = testKey();
const header = { alg: 'PS256', typ: 'at+jwt', kid: key.kid };
const payload = { iss: testIssuer, sub: 'somebody' };
const issuers = new Map([testIssuer].map((issuer) => [issuer, issuerRules('urn:test:api', { issuer })]));

function reasonOf(token: string): InvalidTokenReason | undefined {
  try {
    strictJws(token, issuers);
    return undefined;
  } catch (error) {
    return (error as InvalidToken).reason;
  }
}

describe('strictJws', () => {
  it('says which algorithm and key a token names', () => {
    const issuer = issuers.get(testIssuer);
    expect(strictJws(aToken(), issuers)).toEqual({ alg: 'PS256', kid: key.kid, issuer, signatureBytes: 256 });
  });

  it.each([
    ['typ with the media type spelled out', key.sign({ ...header, typ: 'application/at+jwt' }, payload)],
    ['typ in other case', key.sign({ ...header, typ: 'AT+JWT' }, payload)],
    ['RS256', key.sign({ ...header, alg: 'RS256' }, payload)],
    ['ES256', new TestKey('ES256').sign({ ...header, alg: 'ES256' }, payload)],
    [
      'spaced JSON',
      key.sign(JSON.stringify(header, null, 2), '{ "iss" : "https://id.test" , "act" : { "sub" : "a" } }'),
    ],
    ['12 KiB', ofLength(12_288)],
  ])('accepts %s', (_, token) => {
    expect(reasonOf(token)).toBeUndefined();
  });

  it.each<[InvalidTokenReason, string, string]>([
    ['too_long', 'a byte over 12 KiB', ofLength(12_289)],
    ['not_three_parts', 'two parts', aToken().split('.', 2).join('.')],
    ['not_three_parts', 'four parts', `${aToken()}.x`],
    ['not_three_parts', 'no signature', `${aToken().split('.', 2).join('.')}.`],
    ['not_three_parts', 'no payload', `${aToken().split('.')[0] ?? ''}..x`],
    ['not_canonical_base64url', 'padding', `${aToken()}=`],
    ['not_canonical_base64url', 'the alphabet of base64', withPart(0, (part) => `${part}+`)],
    ['not_canonical_base64url', 'a line break', withPart(1, (part) => `${part}\n`)],
    ['not_canonical_base64url', 'other unused bits in the payload', withPart(1, () => 'e31')],
    ['not_canonical_base64url', 'other unused bits in the signature', withPart(2, otherUnusedBits)],
    ['not_utf8', 'a header that is not UTF-8', key.sign(Buffer.from('{"alg":"\xff"}', 'latin1'), payload)],
    ['not_utf8', 'a payload that is not UTF-8', key.sign(header, Buffer.from('{"sub":"\xff"}', 'latin1'))],
    ['not_a_json_object', 'a header that is not JSON', key.sign('alg', payload)],
    ['not_a_json_object', 'a payload that is not JSON', key.sign(header, '{sub}')],
    ['not_a_json_object', 'a payload that is null', key.sign(header, 'null')],
    ['not_a_json_object', 'a payload that is a list', key.sign(header, '[]')],
    ['not_a_json_object', 'a payload that is a text', key.sign(header, '"sub"')],
    ['ambiguous_keys', 'alg twice', key.sign(JSON.stringify(header).replace('{', '{"alg":"none",'), payload)],
    ['ambiguous_keys', 'a claim twice', key.sign(header, '{"sub":"a","sub":"b"}')],
    ['ambiguous_keys', 'an inner key twice', key.sign(header, '{"act":{"sub":"a","sub":"b"}}')],
    ['critical_extension', 'crit', key.sign({ ...header, crit: ['b64'] }, payload)],
    ['key_in_header', 'jwk', key.sign({ ...header, jwk: key.jwk }, payload)],
    ['key_in_header', 'jku', key.sign({ ...header, jku: 'https://evil.test/jwks' }, payload)],
    ['key_in_header', 'x5c', key.sign({ ...header, x5c: ['MIIB'] }, payload)],
    ['key_in_header', 'x5u', key.sign({ ...header, x5u: 'https://evil.test/certificate' }, payload)],
    ['header_parameter_unknown', 'cty', key.sign({ ...header, cty: 'JWT' }, payload)],
    ['iss_wrong', 'no issuer', key.sign(header, { sub: 'somebody' })],
    ['iss_wrong', 'an issuer that nobody trusts', key.sign(header, { ...payload, iss: 'https://evil.test' })],
    ['type_wrong', 'no typ', key.sign({ ...header, typ: undefined }, payload)],
    ['type_wrong', 'typ JWT', key.sign({ ...header, typ: 'JWT' }, payload)],
    ['type_wrong', 'typ of an ID token', key.sign({ ...header, typ: 'id+jwt' }, payload)],
    ['type_wrong', 'typ with something before', key.sign({ ...header, typ: 'x-at+jwt' }, payload)],
    ['type_wrong', 'typ with something after', key.sign({ ...header, typ: 'at+jwt;v=1' }, payload)],
    ['type_wrong', 'typ in a list', key.sign({ ...header, typ: ['at+jwt'] }, payload)],
    ['algorithm_not_allowed', 'none', key.sign({ ...header, alg: 'none' }, payload)],
    ['algorithm_not_allowed', 'HS256', key.sign({ ...header, alg: 'HS256' }, payload)],
    ['algorithm_not_allowed', 'PS512', key.sign({ ...header, alg: 'PS512' }, payload)],
    ['algorithm_not_allowed', 'alg in other case', key.sign({ ...header, alg: 'ps256' }, payload)],
    ['algorithm_not_allowed', 'no alg', key.sign({ ...header, alg: undefined }, payload)],
    ['key_id_missing', 'no kid', key.sign({ ...header, kid: undefined }, payload)],
    ['key_id_missing', 'an empty kid', key.sign({ ...header, kid: '' }, payload)],
    ['key_id_missing', 'a number as kid', key.sign({ ...header, kid: 1 }, payload)],
  ])('refuses as %s: %s', (reason, _, token) => {
    expect(reasonOf(token)).toBe(reason);
  });

  it('keeps why a text is no JSON, for who debugs', () => {
    expect(() => strictJws(key.sign(header, '{sub}'), issuers)).toThrow(
      expect.objectContaining({ cause: expect.any(SyntaxError) as unknown }),
    );
  });
});

/** base64url counts in steps of 4 characters for 3 bytes: the kid takes up what the payload cannot. */
function ofLength(length: number): string {
  for (let filler = 0; filler < length; filler++) {
    const kid = key.kid + 'x'.repeat(length % 4);
    const token = key.sign({ ...header, kid }, { ...payload, filler: 'x'.repeat(filler) });
    if (token.length === length) return token;
    if (token.length < length - 8) filler += Math.floor(((length - token.length - 8) * 3) / 4);
  }
  throw new Error(`No token of length ${length}`);
}

function withPart(index: number, change: (part: string) => string): string {
  return aToken()
    .split('.')
    .map((part, i) => (i === index ? change(part) : part))
    .join('.');
}

/** The last character of a 256-byte signature holds 2 bits that mean something and 4 that do not. */
function otherUnusedBits(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return signature.slice(0, -1) + (alphabet[alphabet.indexOf(signature.slice(-1)) + 1] ?? '');
}
