import { GuardsModule, MissingClaim } from '@downscope/guards';
import { aPrincipal, attacks, aToken, JwksServer, oddities, testAudience, testIssuer } from '@downscope/guards/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ReportsController } from './reports.controller.ts';
import { visibleTo } from './reports.policy.ts';

describe('a report', () => {
  it('of every region is for support, of their own for the others', () => {
    expect(visibleTo(aPrincipal({ claims: { role: 'support' } }))).toBe('every');
    expect(visibleTo(aPrincipal({ claims: { region: 'eu' } }))).toBe('eu');
    expect(() => visibleTo(aPrincipal())).toThrow(MissingClaim);
  });
});

describe('GET /reports', () => {
  const person = { scopes: ['reports_read'], claims: { region: 'eu' } };
  let jwks: JwksServer;
  let app: INestApplication;

  beforeAll(async () => {
    jwks = await JwksServer.start();
    @Module({
      imports: [GuardsModule.forRoot({ issuer: testIssuer, audience: testAudience, jwksUri: jwks.uri })],
      controllers: [ReportsController],
    })
    class TestModule {}
    app = await NestFactory.create(TestModule, { logger: false });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await jwks.close();
  });

  const statusOf = async (headers: Record<string, string>): Promise<number> => {
    const response = await fetch(`${await app.getUrl()}/reports`, { headers });
    await response.text();
    return response.status;
  };

  it.each([
    ['a token with the scope', 200, { authorization: `Bearer ${aToken(person)}` }],
    ['a token without it', 403, { authorization: `Bearer ${aToken({ ...person, scopes: [] })}` }],
    ['no token', 401, {}],
  ])('answers %s with %d', async (_, status, headers: Record<string, string>) => {
    expect(await statusOf(headers)).toBe(status);
  });

  it('is refused to every token that is wrong, and to none that is only odd', async () => {
    const refused = attacks(person).filter(({ request, status }) => status === 401 && request.headers.length === 1);
    const served = oddities(person).filter(({ request }) => request.headers.length === 1);
    for (const [status, { name, request }] of [
      ...refused.map((each) => [401, each] as const),
      ...served.map((each) => [200, each] as const),
    ])
      expect([name, await statusOf(Object.fromEntries(request.headers))]).toEqual([name, status]);
  }, 60_000);
});
