import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { attacks, JwksServer, oddities, testAudience, testIssuer, TestKey, testKey } from '../src/testing/index.ts';
import { AttackedApp } from './attacked-app.ts';
import { RecordingLogger } from './guarded-app.ts';

const trusted = [
  { key: testKey(), issuer: testIssuer, profile: 'rfc9068' },
  { key: new TestKey('RS256'), issuer: testIssuer, profile: 'rfc9068' },
  { key: new TestKey('ES256'), issuer: 'https://harness.test', profile: 'rfc9068' },
  ...(['keycloak', 'entra', 'auth0', 'curity'] as const).map((profile) => ({
    key: new TestKey('RS256'),
    issuer: `https://${profile}.test/`,
    profile,
  })),
] as const;
const realm = `Bearer realm="${testAudience}"`;

describe.each(trusted)('an API that trusts a key of $issuer for $key.algorithm', ({ key, issuer, profile }) => {
  const baseline = { key, issuer, profile, scopes: ['orders_read'], secondsToLive: 600 };
  const all = attacks(baseline);
  const logger = new RecordingLogger();
  let servers: JwksServer[];
  let app: AttackedApp;

  beforeAll(async () => {
    const own = trusted.filter((each) => each.issuer === testIssuer);
    const others = trusted.filter((each) => each.issuer !== testIssuer);
    const jwks = await JwksServer.start(own.map((each) => each.key));
    const othersJwks = await Promise.all(others.map((each) => JwksServer.start([each.key])));
    servers = [jwks, ...othersJwks];
    app = await AttackedApp.start(
      jwks.uri,
      others.map((each, i) => ({ issuer: each.issuer, profile: each.profile, jwksUri: othersJwks[i]?.uri ?? '' })),
    );
    Logger.overrideLogger(logger);
  });
  beforeEach(() => {
    logger.warnings.length = 0;
    app.reached = 0;
  });
  afterAll(async () => {
    await app.close();
    await Promise.all(servers.map((server) => server.close()));
  });

  it('is attacked in at least 240 ways, each with its own name', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(240);
  });

  it.each(oddities(baseline))('serves $name', async ({ request }) => {
    expect((await app.inject(request)).statusCode).toBe(200);
    expect(app.reached).toBe(1);
  });

  it.each(all.filter(({ status }) => status === 401))('refuses $name', async ({ request, reason }) => {
    const code = reason === 'missing_token' ? reason : 'invalid_token';
    const response = await app.inject(request);
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe(
      reason === 'missing_token' ? realm : `${realm}, error="invalid_token"`,
    );
    expect(response.json()).toMatchObject({ status: 401, code });
    expect(logger.warnings).toEqual([{ msg: 'request refused', status: 401, code, reason }]);
    expect(app.reached).toBe(0);
  });

  it.each(all.filter(({ status }) => status !== 401))('does not parse $name', async ({ request, status }) => {
    expect(await app.send(request)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(app.reached).toBe(0);
  });
});
