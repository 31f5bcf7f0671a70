import { Revocations, RevocationsModule } from '@downscope/revocations';
import { Module } from '@nestjs/common';
import { clientAuthentication } from '@downscope/token-exchange';
import { IdentityClient } from './identity/identity.client.ts';
import { ProtectedResourceController } from './metadata/protected-resource.controller.ts';
import { PublishedScopes } from './metadata/published-scopes.ts';
import { config, heard } from './phantom-token.config.ts';
import { InventedTokens } from './swaps/invented-tokens.ts';
import { SwapToken } from './swaps/swap-token.ts';
import { SwapsController } from './swaps/swaps.controller.ts';

/** The listener for the edge's subrequests, and for the metadata. */
@Module({
  // Which tokens end, as identity tells it: what is kept of them counts no more.
  imports: [RevocationsModule.forRoot(heard)],
  controllers: [SwapsController, ProtectedResourceController],
  providers: [
    {
      provide: IdentityClient,
      useFactory: async () =>
        new IdentityClient({
          issuer: config.ISSUER,
          identityUrl: config.IDENTITY_URL,
          authenticate: await clientAuthentication({
            clientKeyFile: config.CLIENT_KEY_FILE,
            clientTokenFile: config.CLIENT_TOKEN_FILE,
          }),
        }),
    },
    {
      provide: SwapToken,
      useFactory: (identity: IdentityClient, revocations: Revocations) =>
        new SwapToken(identity, new InventedTokens(() => identity.macKeys()), revocations),
      inject: [IdentityClient, Revocations],
    },
    {
      provide: PublishedScopes,
      useFactory: (identity: IdentityClient) => new PublishedScopes(() => identity.publishedScopes()),
      inject: [IdentityClient],
    },
  ],
})
export class AppModule {}
