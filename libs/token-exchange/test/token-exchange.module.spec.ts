import { describe, expect, it } from '@jest/globals';
import { Global, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessToken, DownstreamApi, type RevocationList, TokenClient, TokenExchangeModule } from '../src/index.ts';
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

  it('gives up what comes of a revoked token, where the application hears of revocations', async () => {
    const heard: RevocationList & { revoked?: unknown } = {
      isFresh: true,
      isRevoked: ({ origin_jti }) => origin_jti === heard.revoked,
    };
    @Global()
    @Module({ providers: [{ provide: 'heard', useValue: heard }], exports: ['heard'] })
    class HeardModule {}
    const identity = await Identity.start();
    const exchanging = TokenExchangeModule.forRoot({ ...identity.options, revocations: 'heard' });
    @Module({ imports: [HeardModule, exchanging] })
    class AppModule {}
    const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
    const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
    const subject = new AccessToken(`${part({})}.${part({ origin_jti: 'one' })}.AA`);
    const exchange = (): Promise<AccessToken> =>
      app.get(TokenClient).exchange(subject, { audience: 'urn:test:customer', scopes: ['customers_read'] });

    await exchange();
    await exchange();
    expect(identity.seen).toHaveLength(1);
    heard.revoked = 'one';
    await exchange();
    expect(identity.seen).toHaveLength(2);
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
