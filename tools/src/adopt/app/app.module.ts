import { GuardsModule } from '@downscope/guards';
import { TokenExchangeModule } from '@downscope/token-exchange';
import { Module } from '@nestjs/common';
import { CurrencyController } from './currency.controller.ts';
import { ReportsController } from './reports.controller.ts';
import { PricesClient } from './prices.client.ts';

const { JWKS_URI = '', IDENTITY_URL = '', CLIENT_KEY_FILE } = process.env;

@Module({
  imports: [
    GuardsModule.forRoot({ issuer: 'https://id.test', audience: 'urn:test:api', jwksUri: JWKS_URI }),
    TokenExchangeModule.forRoot({
      issuer: 'https://id.test',
      identityUrl: IDENTITY_URL,
      clientId: 'reports',
      clientKeyFile: CLIENT_KEY_FILE,
      allowInsecureHttp: true,
    }),
  ],
  controllers: [ReportsController, CurrencyController],
  providers: [PricesClient],
})
export class AppModule {}
