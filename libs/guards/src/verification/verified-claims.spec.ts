import { describe, expect, it } from '@jest/globals';
import { InvalidToken, type InvalidTokenReason } from './invalid-token.ts';
import { issuerRules } from './issuer-rules.ts';
import { verifiedClaims } from './verified-claims.ts';

const expected = issuerRules('urn:test:api', { issuer: 'https://id.test' });
const now = 1_800_000_000;
const valid = {
  iss: 'https://id.test',
  sub: '3c4f1f6e-5d0b-4a55-9b0e-6f2a8c1d7e91',
  aud: 'urn:test:api',
  exp: now + 60,
  iat: now,
  jti: 'a-token-id',
  client_id: 'walkthrough',
  scope: 'orders_read orders_write',
};

function reasonOf(change: Record<string, unknown>): InvalidTokenReason | undefined {
  try {
    verifiedClaims({ ...valid, ...change }, expected, now);
    return undefined;
  } catch (error) {
    return (error as InvalidToken).reason;
  }
}

function actors(count: number): object | undefined {
  return count === 0 ? undefined : { sub: `actor-${count}`, act: actors(count - 1) };
}

describe('verifiedClaims', () => {
  it.each<[string, Record<string, unknown>]>([
    ['the baseline', {}],
    ['the audience as a list of one', { aud: ['urn:test:api'] }],
    ['one second to live', { exp: now + 1 }],
    ['an issuer whose clock is 5 s ahead', { iat: now + 5, nbf: now + 5 }],
    ['an hour of life', { iat: now - 3540 }],
    ['a name of 255 characters, beyond ASCII too', { sub: '\u5f20'.repeat(255) }],
    ['no scope', { scope: undefined }],
    ['an empty scope', { scope: '' }],
    ['any character that a scope may hold', { scope: `!#$%&'()*+,-./:;<=>?@[]^_\`{|}~ a` }],
    ['4 actors', { act: actors(4) }],
    ['an actor with more about it', { act: { sub: 'order', iss: 'https://id.test' } }],
    ['a login of today', { auth_time: now - 3600, acr: 'phr' }],
    ['claims of its own', { customer_number: '1001' }],
    ['a claim that another kind of issuer would be asked for', { typ: 'ID' }],
  ])('accepts %s', (_, change) => {
    expect(reasonOf(change)).toBeUndefined();
  });

  it.each<[InvalidTokenReason, string, Record<string, unknown>]>([
    ['iss_wrong', 'none', { iss: undefined }],
    ['iss_wrong', 'another', { iss: 'https://evil.test' }],
    ['iss_wrong', 'a trailing slash', { iss: 'https://id.test/' }],
    ['iss_wrong', 'a list', { iss: ['https://id.test'] }],
    ['aud_wrong', 'none', { aud: undefined }],
    ['aud_wrong', 'another service', { aud: 'urn:test:other' }],
    ['aud_wrong', 'this service and another', { aud: ['urn:test:api', 'urn:test:other'] }],
    ['aud_wrong', 'this service twice', { aud: ['urn:test:api', 'urn:test:api'] }],
    ['aud_wrong', 'an empty list', { aud: [] }],
    ['aud_wrong', 'a part of its name', { aud: 'urn:test:api:admin' }],
    ['exp_malformed', 'none', { exp: undefined }],
    ['exp_malformed', 'a text', { exp: String(now + 60) }],
    ['exp_malformed', 'infinity, as 1e999 is read', { exp: Infinity }],
    ['exp_malformed', 'a fraction', { exp: now + 0.5 }],
    ['expired', 'this very second', { exp: now }],
    ['expired', 'a second ago', { exp: now - 1 }],
    ['iat_malformed', 'none', { iat: undefined }],
    ['iat_malformed', 'a text', { iat: String(now) }],
    ['iat_in_the_future', '6 s', { iat: now + 6 }],
    ['iat_in_the_future', 'milliseconds', { iat: now * 1000 }],
    ['lives_too_long', 'an hour and a second', { iat: now - 3541 }],
    ['lives_too_long', 'an end in milliseconds', { exp: now * 1000 }],
    ['nbf_malformed', 'null', { nbf: null }],
    ['nbf_malformed', 'a text', { nbf: String(now) }],
    ['not_yet_valid', '6 s', { nbf: now + 6 }],
    ['sub_malformed', 'none', { sub: undefined }],
    ['sub_malformed', 'empty', { sub: '' }],
    ['sub_malformed', 'a number', { sub: 1 }],
    ['sub_malformed', 'a NUL', { sub: 'alice\0' }],
    ['sub_malformed', 'half a character', { sub: 'alice\ud800' }],
    ['sub_malformed', 'a character without width', { sub: 'al\u200bice' }],
    ['sub_malformed', '256 characters', { sub: 'a'.repeat(256) }],
    ['client_id_malformed', 'none', { client_id: undefined }],
    ['client_id_malformed', 'empty', { client_id: '' }],
    ['jti_malformed', 'none', { jti: undefined }],
    ['jti_malformed', 'empty', { jti: '' }],
    ['scope_malformed', 'a list', { scope: ['orders_read'] }],
    ['scope_malformed', 'null', { scope: null }],
    ['scope_malformed', 'two spaces', { scope: 'orders_read  orders_write' }],
    ['scope_malformed', 'a space at the end', { scope: 'orders_read ' }],
    ['scope_malformed', 'a space at the start', { scope: ' orders_read' }],
    ['scope_malformed', 'a comma and a tab', { scope: 'orders_read,\torders_write' }],
    ['scope_malformed', 'a quote', { scope: 'orders"read' }],
    ['scope_malformed', 'a backslash', { scope: 'orders\\read' }],
    ['scope_malformed', 'a letter beyond ASCII', { scope: 'öffnen' }],
    ['act_malformed', 'a text', { act: 'order' }],
    ['act_malformed', 'null', { act: null }],
    ['act_malformed', 'no sub', { act: {} }],
    ['act_malformed', 'an empty sub', { act: { sub: '' } }],
    ['act_malformed', 'an inner one without sub', { act: { sub: 'billing', act: { iss: 'order' } } }],
    ['act_malformed', '5 actors', { act: actors(5) }],
    ['act_malformed', 'a NUL in a name', { act: { sub: 'order\0' } }],
    ['auth_time_malformed', 'null', { auth_time: null }],
    ['auth_time_malformed', 'a text', { auth_time: String(now) }],
    ['auth_time_in_the_future', '6 s', { auth_time: now + 6 }],
    ['acr_malformed', 'empty', { acr: '' }],
    ['acr_malformed', 'a list', { acr: ['phr'] }],
  ])('refuses as %s: %s', (reason, _, change) => {
    expect(reasonOf(change)).toBe(reason);
  });

  it('says no more than invalid_token', () => {
    const refusal = new InvalidToken('expired');
    expect(refusal).toMatchObject({ status: 401, code: 'invalid_token', reason: 'expired' });
    expect(refusal.message).not.toMatch(/expired/);
  });
});
