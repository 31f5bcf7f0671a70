import type { AccessToken, ClaimsPrincipal } from '@downscope/guards';
import { DownstreamApi, TokenClient } from '@downscope/token-exchange';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { config } from '../billing.config.ts';
import { readsRegion } from '../invoices/invoice.policy.ts';

export const address = z.object({ street: z.string(), postcode: z.string(), city: z.string(), country: z.string() });
export type Address = z.infer<typeof address>;

const paymentTerms = z.object({ dueDays: z.int().min(0) });

/** The customer service: personal data on behalf of a person who may see it, business data as this service itself. */
@Injectable()
export class CustomerClient {
  private readonly api: DownstreamApi;

  constructor(tokens: TokenClient) {
    const options = { url: config.CUSTOMER_URL, audience: 'urn:downscope:customer', timeoutMs: 3_000 };
    this.api = new DownstreamApi(options, tokens);
  }

  addressOf(customerNumber: string, principal: ClaimsPrincipal, accessToken: AccessToken): Promise<Address> {
    return this.api.get(`/customers/${encodeURIComponent(customerNumber)}/address`, {
      onBehalfOf: accessToken,
      scopes: ['customers_address_read', ...(readsRegion(principal) ? ['customers_read_region'] : [])],
      answer: address,
    });
  }

  paymentTermsOf(customerNumber: string): Promise<z.infer<typeof paymentTerms>> {
    return this.api.get(`/customers/${encodeURIComponent(customerNumber)}/payment-terms`, {
      asMyself: true,
      scopes: ['customers_terms_read_any'],
      answer: paymentTerms,
    });
  }
}
