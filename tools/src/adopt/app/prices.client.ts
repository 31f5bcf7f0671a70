import { type AccessToken } from '@downscope/guards';
import { DownstreamApi, TokenClient } from '@downscope/token-exchange';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** Another service: it is called with a token for it alone. */
@Injectable()
export class PricesClient {
  private readonly api: DownstreamApi;

  constructor(tokens: TokenClient) {
    const { PRICES_URL = '' } = process.env;
    this.api = new DownstreamApi({ url: PRICES_URL, audience: 'urn:test:prices', timeoutMs: 2_000 }, tokens);
  }

  currency(accessToken: AccessToken): Promise<{ currency: string }> {
    return this.api.get('/currency', {
      onBehalfOf: accessToken,
      scopes: ['prices_read'],
      answer: z.object({ currency: z.string() }),
    });
  }
}
