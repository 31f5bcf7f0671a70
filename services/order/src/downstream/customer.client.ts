import type { AccessToken, ClaimsPrincipal } from '@downscope/guards';
import { DownstreamApi, TokenClient } from '@downscope/token-exchange';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { config } from '../order.config.ts';
import { readsRegion } from '../orders/order.policy.ts';
import type { Order } from '../orders/order.ts';

const named = z.object({ name: z.string() });
const creditDecision = z.object({ approved: z.boolean() });

/** The customer service, called on behalf of whoever calls this one: each call with a token for that call alone. */
@Injectable()
export class CustomerClient {
  private readonly api: DownstreamApi;

  constructor(tokens: TokenClient) {
    const options = { url: config.CUSTOMER_URL, audience: 'urn:downscope:customer', timeoutMs: 3_000 };
    this.api = new DownstreamApi(options, tokens);
  }

  async nameOf(customerNumber: string, principal: ClaimsPrincipal, accessToken: AccessToken): Promise<string> {
    const { name } = await this.api.get(`/customers/${encodeURIComponent(customerNumber)}/name`, {
      onBehalfOf: accessToken,
      scopes: ['customers_name_read', ...(readsRegion(principal) ? ['customers_read_region'] : [])],
      answer: named,
    });
    return name;
  }

  async approvesCredit({ customerNumber, total }: Order, accessToken: AccessToken): Promise<boolean> {
    const { approved } = await this.api.post(`/customers/${encodeURIComponent(customerNumber)}/credit-check`, {
      onBehalfOf: accessToken,
      scopes: ['customers_credit_check'],
      body: { amount: total },
      answer: creditDecision,
    });
    return approved;
  }
}
