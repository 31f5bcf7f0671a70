import { describe, expect, it } from '@jest/globals';
import { ClaimsPrincipal } from '../src/principal/claims-principal.ts';
import { aToken } from '../src/testing/index.ts';
import type { InvalidToken, InvalidTokenReason } from '../src/verification/invalid-token.ts';
import { issuerRules } from '../src/verification/issuer-rules.ts';
import type { TokenProfileName } from '../src/verification/profiles/token-profiles.ts';
import { strictJws } from '../src/verification/strict-jws.ts';
import { verifiedClaims } from '../src/verification/verified-claims.ts';
import { auth0Machine, auth0Person, auth0Standard } from './profiles/auth0.ts';
import { curityClient, curityPerson } from './profiles/curity.ts';
import { entraApplication, entraFirstVersion, entraPerson } from './profiles/entra.ts';
import { keycloakPerson, keycloakServiceAccount } from './profiles/keycloak.ts';
import type { RealShaped } from './profiles/real-shaped.ts';

const now = Math.floor(Date.now() / 1000);

/** Who a token is to an API that trusts its issuer, or why it is nobody: everything but the signature. */
function seen(profile: TokenProfileName, { header, claims }: RealShaped): ClaimsPrincipal | InvalidTokenReason {
  const issuer = String(claims['iss']);
  const audience = String([claims['aud']].flat()[0]);
  const rules = issuerRules(audience, { issuer, profile });
  const standard = Object.fromEntries(Object.keys(payloadOf(aToken())).map((name) => [name, undefined]));
  const token = aToken({ claims: { ...standard, ...claims }, header: { typ: undefined, ...header } });
  try {
    const jws = strictJws(token, new Map([[issuer, rules]]));
    const payload = payloadOf(token);
    return new ClaimsPrincipal(verifiedClaims(payload, jws.issuer, now), jws.issuer.profile.isService(payload));
  } catch (error) {
    return (error as InvalidToken).reason;
  }
}

function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

const changed = ({ header, claims }: RealShaped, change: object, parameters: object = {}): RealShaped => ({
  header: { ...header, ...parameters },
  claims: { ...claims, ...change },
});

describe('a profile', () => {
  it.each<[string, TokenProfileName, RealShaped, { scopes: string[]; clientId: string; isService: boolean }]>([
    [
      'a person',
      'keycloak',
      keycloakPerson,
      { clientId: 'shop', isService: false, scopes: ['orders_read', 'profile'] },
    ],
    [
      'a service account',
      'keycloak',
      keycloakServiceAccount,
      { clientId: 'billing', isService: true, scopes: ['email', 'profile'] },
    ],
    ['a person', 'entra', entraPerson, { clientId: 'shop-id', isService: false, scopes: ['orders_read'] }],
    ['an application', 'entra', entraApplication, { clientId: 'billing-id', isService: true, scopes: [] }],
    [
      'a person, version 1.0',
      'entra',
      entraFirstVersion,
      { clientId: 'shop-id', isService: false, scopes: ['orders_read'] },
    ],
    ['a person', 'auth0', auth0Person, { clientId: 'shop', isService: false, scopes: ['openid', 'orders_read'] }],
    [
      'a person, as RFC 9068 says',
      'auth0',
      auth0Standard,
      { clientId: 'shop', isService: false, scopes: ['openid', 'orders_read'] },
    ],
    ['a machine', 'auth0', auth0Machine, { clientId: 'billing', isService: true, scopes: ['terms_read'] }],
    ['a person', 'curity', curityPerson, { clientId: 'shop', isService: false, scopes: ['openid', 'orders_read'] }],
    ['a client', 'curity', curityClient, { clientId: 'billing', isService: true, scopes: ['terms_read'] }],
  ])('knows %s of %s', (_, profile, token, { scopes, ...principal }) => {
    const caller = seen(profile, token);
    expect(caller).toMatchObject(principal);
    expect([...(caller as ClaimsPrincipal).scopes].sort()).toEqual(scopes);
  });

  it.each<[string, TokenProfileName, RealShaped]>([
    ['keycloak: who has a session, whatever a mapper says', 'keycloak', changed(keycloakServiceAccount, { sid: 's' })],
    [
      'keycloak: who is called like a service account',
      'keycloak',
      changed(keycloakPerson, { preferred_username: 'service-account-shop' }),
    ],
    ['entra: with scopes of a person', 'entra', changed(entraApplication, { scp: 'orders_read' })],
    ['entra: another id than the subject', 'entra', changed(entraApplication, { idtyp: undefined, oid: 'another' })],
    ['entra: a user, so it says', 'entra', changed(entraApplication, { idtyp: 'user' })],
    ['auth0: the @clients of another client', 'auth0', changed(auth0Machine, { azp: 'another' })],
    ['auth0: a connection called so', 'auth0', changed(auth0Person, { sub: 'auth0|shop@clients' })],
    ['curity: another subject', 'curity', changed(curityClient, { sub: 'shop' })],
    ['rfc9068: another subject', 'rfc9068', changed(auth0Standard, { aud: 'urn:test:api' })],
    ['curity: through another service', 'curity', changed(curityClient, { act: { sub: 'order' } })],
  ])('takes for no service: %s', (_, profile, token) => {
    expect(seen(profile, token)).toMatchObject({ isService: false });
  });

  it('of entra knows an application without the optional claim too', () => {
    expect(seen('entra', changed(entraApplication, { idtyp: undefined }))).toMatchObject({ isService: true });
  });

  it('of entra lets no claim but scp say the scopes', () => {
    const caller = seen('entra', changed(entraApplication, { scope: 'orders_write' })) as ClaimsPrincipal;
    expect(caller.hasScope('orders_write')).toBe(false);
  });

  it.each<[InvalidTokenReason, string, TokenProfileName, RealShaped]>([
    ['header_parameter_unknown', "Entra's by the standard's rules", 'rfc9068', entraFirstVersion],
    ['type_wrong', "Keycloak's by the standard's rules", 'rfc9068', keycloakPerson],
    ['kind_wrong', 'an ID token of Keycloak', 'keycloak', changed(keycloakPerson, { typ: 'ID' })],
    ['client_id_malformed', 'an ID token of Entra', 'entra', changed(entraPerson, { azp: undefined, scp: undefined })],
    ['lives_too_long', 'a day of Entra', 'entra', changed(entraPerson, { exp: now + 86_400 })],
    ['jti_malformed', 'no uti', 'entra', changed(entraPerson, { uti: undefined })],
    ['jti_malformed', 'an id of Auth0 that is none', 'auth0', changed(auth0Standard, { jti: '' })],
    [
      'aud_wrong',
      "another issuer's userinfo",
      'auth0',
      changed(auth0Person, { aud: ['urn:test:api', 'https://evil.test/userinfo'] }),
    ],
    ['lives_too_long', 'two days of Auth0', 'auth0', changed(auth0Person, { exp: now + 2 * 86_400 })],
    ['kind_wrong', 'another purpose', 'curity', changed(curityPerson, { purpose: 'id_token' })],
    ['type_wrong', 'another type', 'curity', changed(curityPerson, {}, { typ: 'id+jwt' })],
    ['key_in_header', 'a certificate that comes along', 'curity', changed(curityPerson, {}, { x5c: ['MIIB'] })],
    ['header_parameter_unknown', 'another parameter', 'curity', changed(curityPerson, {}, { cty: 'JWT' })],
    ['client_id_malformed', 'no client', 'curity', changed(curityPerson, { client_id: undefined })],
  ])('refuses as %s: %s', (reason, _, profile, token) => {
    expect(seen(profile, token)).toBe(reason);
  });
});
