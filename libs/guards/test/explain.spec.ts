import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checks, type Reason } from '../src/explain/checks.ts';
import { explain } from '../src/explain/explain.ts';
import { rawHeadersFrom } from '../src/explain/request-text.ts';
import { TrustedIssuers } from '../src/nest/trusted-issuers.ts';
import { attacks, aToken, JwksServer, oddities, testAudience, testIssuer, TestKey } from '../src/testing/index.ts';

const trusted = (['rfc9068', 'keycloak', 'entra', 'auth0', 'curity'] as const).map((profile) => ({
  key: new TestKey(profile === 'rfc9068' ? 'ES256' : 'RS256'),
  issuer: profile === 'rfc9068' ? testIssuer : `https://${profile}.test/`,
  profile,
}));

describe.each(trusted)('explain, of a token as $profile writes it', ({ key, issuer, profile }) => {
  const baseline = { key, issuer, profile, scopes: ['orders_read'], secondsToLive: 600 };
  const ofHeaders = ({
    request,
  }: {
    readonly request: { readonly headers: readonly (readonly [string, string])[] };
  }): string[] => request.headers.flat();
  let jwks: JwksServer;
  let issuers: TrustedIssuers;

  beforeAll(async () => {
    jwks = await JwksServer.start([key]);
    issuers = TrustedIssuers.from({ issuer, profile, audience: testAudience, jwksUri: jwks.uri });
  });
  afterAll(() => jwks.close());

  it.each(attacks(baseline).filter(({ status }) => status === 401))(
    'is what the guard says of $name',
    async (attack) => {
      const { isAccepted, lines } = await explain(ofHeaders(attack), issuers);
      const { reason = 'missing_token' } = attack;
      expect(isAccepted).toBe(false);
      expect(lines.at(-2)).toBe(`Refused with 401: ${reason}.`);
      expect(lines.at(-1)).toBe(checks[reason].advice);
      expect(lines.at(-4)).toContain(`✗ ${checks[reason].step}`);
    },
  );

  it.each(oddities(baseline))('accepts $name', async (oddity) => {
    const { isAccepted, lines } = await explain(ofHeaders(oddity), issuers);
    expect([isAccepted, lines.some((line) => line.startsWith('✗'))]).toEqual([true, false]);
  });
});

describe('explain', () => {
  const key = new TestKey('ES256');
  let jwks: JwksServer;
  let ownIssuers: () => TrustedIssuers;

  beforeAll(async () => {
    jwks = await JwksServer.start([key]);
    ownIssuers = () => TrustedIssuers.from({ issuer: testIssuer, audience: testAudience, jwksUri: jwks.uri });
  });
  afterAll(() => jwks.close());

  const of = async (token: string, now?: Date): Promise<string> =>
    (await explain(rawHeadersFrom(token), ownIssuers(), now)).lines.join('\n');

  it('shows what the token says beside what it should', async () => {
    expect(await of(aToken({ key, audience: 'urn:test:other' }))).toContain(
      '✗ claims     It is for this service and no other. But `aud` is "urn:test:other"; this service is "urn:test:api".',
    );
    expect(await of(aToken({ key, issuer: 'https://other.test' }))).toContain(
      '`iss` is "https://other.test"; trusted: "https://id.test".',
    );
    expect(await of(aToken({ key, claims: { exp: 1, iat: 0 } }), new Date(2000))).toContain(
      '`exp` is 1, 1970-01-01T00:00:01.000Z; here it is 1970-01-01T00:00:02.000Z.',
    );
    expect(await of(aToken({ key, header: { x5t: 'a' } }))).toContain('unexpected: x5t.');
    expect(await of(aToken({ key, header: { typ: undefined } }))).toContain('`typ` is not there.');
    expect(await of(aToken({ key, secondsToLive: 7200 }))).toContain('7200 s; at most 3600 s.');
  });

  it('says who is served, and with which scopes', async () => {
    expect(await of(aToken({ key, scopes: ['a', 'b'], actors: ['order'] }))).toMatch(
      /Accepted: a person, by the client order, through order\.\nScopes: a b\./,
    );
    expect(await of(aToken({ key, subject: 'billing', clientId: 'billing' }))).toMatch(/a service, .*\nScopes: none\./);
  });

  it('does not say that a token was not revoked: it cannot know', async () => {
    expect(await of(aToken({ key }))).toMatch(/\n\? liveness {3}It was not revoked\. That is for the API to know/);
  });

  it('says that nothing is decided where the keys cannot be had, and why', async () => {
    jwks.isDown = true;
    const text = await of(aToken({ key }));
    jwks.isDown = false;
    expect(text).toMatch(/✗ key {8}The keys .*\n\nNot decided: .*503.*\. The API answers 503\./);
  });

  it('sends nothing but a request for the key set', async () => {
    const before = jwks.requests;
    await of(aToken({ key }));
    expect(jwks.requests).toBe(before + 1);
  });
});

describe('of two things that are wrong', () => {
  const key = new TestKey('ES256');
  const wrong: Partial<Record<Reason, Wrong>> = {
    iss_wrong: { claims: { iss: 'https://other.test' } },
    header_parameter_unknown: { header: { x5t: 'a' } },
    type_wrong: { header: { typ: 'JWT' } },
    key_id_missing: { header: { kid: undefined } },
    signature_wrong: { key: new TestKey('ES256') },
    aud_wrong: { claims: { aud: 'urn:test:other' } },
    expired: { claims: { exp: 1 } },
    iat_malformed: { claims: { iat: 'now' } },
    nbf_malformed: { claims: { nbf: 'now' } },
    auth_time_malformed: { claims: { auth_time: 'now' } },
    sub_malformed: { claims: { sub: '' } },
    client_id_malformed: { claims: { client_id: '' } },
    jti_malformed: { claims: { jti: '' } },
    scope_malformed: { claims: { scope: [] } },
    act_malformed: { claims: { act: 'a' } },
    acr_malformed: { claims: { acr: 1 } },
  };
  const inOrder = Object.keys(checks).flatMap((reason) => {
    const how = wrong[reason as Reason];
    return how ? [{ reason, how }] : [];
  });
  const pairs = inOrder.flatMap((first, i) => inOrder.slice(i + 1).map((second) => ({ first, second })));
  let jwks: JwksServer;
  let issuers: TrustedIssuers;

  beforeAll(async () => {
    jwks = await JwksServer.start([key]);
    issuers = TrustedIssuers.from({ issuer: testIssuer, audience: testAudience, jwksUri: jwks.uri });
  });
  afterAll(() => jwks.close());

  it.each(pairs)(
    'the guard names what stands first: $first.reason before $second.reason',
    async ({ first, second }) => {
      const token = aToken({
        key: first.how.key ?? second.how.key ?? key,
        header: { kid: key.kid, ...first.how.header, ...second.how.header },
        claims: { ...first.how.claims, ...second.how.claims },
      });
      expect((await explain(rawHeadersFrom(token), issuers)).lines.at(-2)).toBe(`Refused with 401: ${first.reason}.`);
    },
  );
});

interface Wrong {
  readonly key?: TestKey;
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
}

describe('what is pasted', () => {
  it.each([
    ['a token', 'a.b.c\n', ['authorization', 'Bearer a.b.c']],
    ['a token with its scheme', ' Bearer a.b.c ', ['authorization', 'Bearer a.b.c']],
    ['a header', 'Authorization: Bearer a.b.c\r\n', ['authorization', 'Bearer a.b.c']],
    [
      'what curl -v prints',
      '> GET / HTTP/1.1\n> Host: a\n> Authorization: Bearer a.b.c\n>\n< HTTP/1.1 401 Unauthorized',
      ['authorization', 'Bearer a.b.c'],
    ],
    ['two headers', 'authorization: Bearer a\nauthorization: b', ['authorization', 'Bearer a', 'authorization', 'b']],
    ['nothing', '\n', []],
  ])('is understood: %s', (_, text, headers) => {
    expect(rawHeadersFrom(text)).toEqual(headers);
  });
});
