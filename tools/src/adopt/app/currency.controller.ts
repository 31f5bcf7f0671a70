import { AccessToken, RequireScope, Token } from '@downscope/guards';
import { Controller, Get } from '@nestjs/common';
import { PricesClient } from './prices.client.ts';

@Controller('currency')
export class CurrencyController {
  readonly #prices: PricesClient;

  constructor(prices: PricesClient) {
    this.#prices = prices;
  }

  @Get()
  @RequireScope('reports_read')
  show(@Token() token: AccessToken): Promise<{ currency: string }> {
    return this.#prices.currency(token);
  }
}
