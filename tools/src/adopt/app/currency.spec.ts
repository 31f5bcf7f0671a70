import { GuardsModule } from '@downscope/guards';
import { aToken, JwksServer, testAudience, testIssuer } from '@downscope/guards/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CurrencyController } from './currency.controller.ts';
import { PricesClient } from './prices.client.ts';

describe('GET /currency', () => {
  let jwks: JwksServer;
  let app: INestApplication;

  beforeAll(async () => {
    jwks = await JwksServer.start();
    @Module({
      imports: [GuardsModule.forRoot({ issuer: testIssuer, audience: testAudience, jwksUri: jwks.uri })],
      controllers: [CurrencyController],
      providers: [{ provide: PricesClient, useValue: { currency: () => Promise.resolve({ currency: 'EUR' }) } }],
    })
    class TestModule {}
    app = await NestFactory.create(TestModule, { logger: false });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await jwks.close();
  });

  it('asks the next service on behalf of whoever asks', async () => {
    const authorization = `Bearer ${aToken({ scopes: ['reports_read'] })}`;
    const response = await fetch(`${await app.getUrl()}/currency`, { headers: { authorization } });
    expect([response.status, await response.json()]).toEqual([200, { currency: 'EUR' }]);
  });
});
