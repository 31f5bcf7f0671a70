import type { AccessToken, ClaimsPrincipal } from '@downscope/guards';
import { DownstreamApi, TokenClient } from '@downscope/token-exchange';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { config } from '../order.config.ts';
import { money } from '../orders/money.ts';
import { readsRegion } from '../orders/order.policy.ts';

export const invoice = z
  .object({
    id: z.uuid(),
    orderId: z.uuid(),
    customerNumber: z.string(),
    total: money,
    issuedAt: z.iso.datetime(),
    dueAt: z.iso.datetime(),
    billingAddress: z.object({ street: z.string(), postcode: z.string(), city: z.string(), country: z.string() }),
  })
  .meta({ title: 'Invoice' });
/** An invoice with the address it goes to, which billing reads from customer for this one answer. */
export type Invoice = z.infer<typeof invoice>;

/** The billing service, called on behalf of whoever calls this one. */
@Injectable()
export class BillingClient {
  private readonly api: DownstreamApi;

  constructor(tokens: TokenClient) {
    // Longer than billing's own limit for its call of customer, so that its answer arrives when that one fails.
    const options = { url: config.BILLING_URL, audience: 'urn:downscope:billing', timeoutMs: 8_000 };
    this.api = new DownstreamApi(options, tokens);
  }

  invoice(id: string, principal: ClaimsPrincipal, accessToken: AccessToken): Promise<Invoice> {
    return this.api.get(`/invoices/${encodeURIComponent(id)}`, {
      onBehalfOf: accessToken,
      scopes: ['invoices_read', ...(readsRegion(principal) ? ['invoices_read_region'] : [])],
      answer: invoice,
    });
  }
}
