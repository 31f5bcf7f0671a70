import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { attacks, JwksServer, oddities, testAudience, testIssuer, TestKey, testKey } from '../src/testing/index.ts';
import { AttackedApp } from './attacked-app.ts';
import { RecordingLogger } from './guarded-app.ts';

const harness = 'https://harness.test';
const trusted = [
  { key: testKey(), issuer: testIssuer },
  { key: new TestKey('RS256'), issuer: testIssuer },
  { key: new TestKey('ES256'), issuer: harness },
];
const realm = `Bearer realm="${testAudience}"`;

describe.each(trusted)('an API that trusts a key of $issuer for $key.algorithm', ({ key, issuer }) => {
  const baseline = { key, issuer, scopes: ['orders_read'], secondsToLive: 600 };
  const all = attacks(baseline);
  const logger = new RecordingLogger();
  let servers: JwksServer[];
  let app: AttackedApp;

  beforeAll(async () => {
    const [own = [], other = []] = [testIssuer, harness].map((name) => trusted.filter((each) => each.issuer === name));
    const jwks = await JwksServer.start(own.map((each) => each.key));
    const otherJwks = await JwksServer.start(other.map((each) => each.key));
    servers = [jwks, otherJwks];
    app = await AttackedApp.start(jwks.uri, { issuer: harness, jwksUri: otherJwks.uri });
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
