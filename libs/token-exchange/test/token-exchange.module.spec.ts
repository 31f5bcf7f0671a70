import { describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DownstreamApi, TokenClient, TokenExchangeModule } from '../src/index.ts';
import { Identity } from './identity.ts';

@Injectable()
class CustomerClient {
  readonly api: DownstreamApi;

  constructor(tokens: TokenClient) {
    this.api = new DownstreamApi(
      { url: 'http://customer.test', audience: 'urn:test:customer', timeoutMs: 2_000 },
      tokens,
    );
  }
}

@Module({ providers: [CustomerClient] })
class OrdersModule {}

describe('TokenExchangeModule', () => {
  it('provides the token client to every module, and asks nobody at boot', async () => {
    const identity = await Identity.start();
    @Module({ imports: [TokenExchangeModule.forRoot(identity.options), OrdersModule] })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
    expect(app.get(CustomerClient, { strict: false }).api).toBeInstanceOf(DownstreamApi);
    expect(identity.seen).toEqual([]);
    await app.close();
    await identity.close();
  });

  it('does not let the application start without its key', async () => {
    const identity = await Identity.start();
    const options = { ...identity.options, clientKeyFile: '/nowhere/order.jwk.json' };
    @Module({ imports: [TokenExchangeModule.forRoot(options)] })
    class AppModule {}
    await expect(
      NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false }),
    ).rejects.toThrow('ENOENT');
    await identity.close();
  });
});
