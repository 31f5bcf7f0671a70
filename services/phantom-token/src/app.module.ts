import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { privateKeyJwt } from '@downscope/token-exchange';
import { IdentityClient } from './identity/identity.client.ts';
import { ProtectedResourceController } from './metadata/protected-resource.controller.ts';
import { outagePage } from './outages/outage-page.ts';
import { config } from './phantom-token.config.ts';
import { SwapToken } from './swaps/swap-token.ts';
import { SwapsController } from './swaps/swaps.controller.ts';

@Module({
  controllers: [SwapsController, ProtectedResourceController],
  providers: [
    {
      provide: IdentityClient,
      useFactory: async () =>
        new IdentityClient({
          issuer: config.ISSUER,
          identityUrl: config.IDENTITY_URL,
          authenticate: await privateKeyJwt(config.CLIENT_KEY_FILE),
        }),
    },
    { provide: SwapToken, useFactory: (identity: IdentityClient) => new SwapToken(identity), inject: [IdentityClient] },
  ],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(outagePage).forRoutes('{*path}');
  }
}
