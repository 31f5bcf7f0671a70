import type { AccessToken, ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { BillingClient, type Invoice } from '../downstream/billing.client.ts';
import { NotInvoicedYet } from './order.errors.ts';
import { ordersVisibleTo } from './order.policy.ts';
import { OrdersRepository } from './orders.repository.ts';

@Injectable()
export class ShowInvoice {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly billing: BillingClient,
  ) {}

  async for(principal: ClaimsPrincipal, accessToken: AccessToken, orderId: string): Promise<Invoice> {
    const { invoiceId } = await this.orders.get(orderId, ordersVisibleTo(principal));
    if (invoiceId === null) throw new NotInvoicedYet();
    return this.billing.invoice(invoiceId, principal, accessToken);
  }
}
