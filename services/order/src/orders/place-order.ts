import type { AccessToken, ClaimsPrincipal } from '@downscope/guards';
import { Clock } from '@downscope/service';
import { Injectable } from '@nestjs/common';
import { CustomerClient } from '../downstream/customer.client.ts';
import type { Attempt } from '@downscope/idempotency';
import { CreditLimitExceeded } from './order.errors.ts';
import { buyerFor } from './order.policy.ts';
import { type Order, type OrderRequest, placeOrder } from './order.ts';
import { OrdersRepository } from './orders.repository.ts';

@Injectable()
export class PlaceOrder {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly customers: CustomerClient,
    private readonly clock: Clock,
  ) {}

  /** @param attempt the attempt whose request this completes, if it is one that is carried out once */
  async for(
    principal: ClaimsPrincipal,
    accessToken: AccessToken,
    request: OrderRequest,
    attempt?: Attempt,
  ): Promise<Order> {
    const order = placeOrder(buyerFor(principal), request, this.clock.now());
    if (!(await this.customers.approvesCredit(order, accessToken))) throw new CreditLimitExceeded();
    await this.orders.add(order, principal, attempt);
    return order;
  }
}
