import { type DynamicModule, Module } from '@nestjs/common';
import type { TokenExchangeOptions } from './identity-server.ts';
import { TokenClient } from './token-client.ts';

/** Provides the application's `TokenClient`. */
@Module({})
export class TokenExchangeModule {
  static forRoot(options: TokenExchangeOptions): DynamicModule {
    return {
      module: TokenExchangeModule,
      global: true,
      providers: [{ provide: TokenClient, useFactory: () => TokenClient.create(options) }],
      exports: [TokenClient],
    };
  }
}
