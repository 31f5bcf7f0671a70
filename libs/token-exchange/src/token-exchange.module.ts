import { type DynamicModule, type InjectionToken, Module } from '@nestjs/common';
import type { TokenExchangeOptions } from './identity-server.ts';
import type { RevocationList } from './revocation-list.ts';
import { TokenClient } from './token-client.ts';

export interface TokenExchangeModuleOptions extends TokenExchangeOptions {
  /**
   * The provider that hears of revocations, a `RevocationList`, such as `Revocations` of @downscope/revocations; default: nobody does, and an
   * exchanged token is kept until it ends.
   */
  readonly revocations?: InjectionToken;
}

/** Provides the application's `TokenClient`. */
@Module({})
export class TokenExchangeModule {
  static forRoot({ revocations, ...options }: TokenExchangeModuleOptions): DynamicModule {
    return {
      module: TokenExchangeModule,
      global: true,
      providers: [
        {
          provide: TokenClient,
          inject: revocations === undefined ? [] : [revocations],
          useFactory: (list?: RevocationList) => TokenClient.create(options, list),
        },
      ],
      exports: [TokenClient],
    };
  }
}
