import type { ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { OrderIsPaid } from './order.errors.ts';
import { ordersCancellableBy } from './order.policy.ts';
import type { Order } from './order.ts';
import { OrdersRepository } from './orders.repository.ts';

/** Cancelling twice cancels once: whoever does not know whether the first time arrived may ask again. */
@Injectable()
export class CancelOrder {
  constructor(private readonly orders: OrdersRepository) {}

  async for(principal: ClaimsPrincipal, id: string): Promise<Order> {
    const order = await this.orders.cancel(id, ordersCancellableBy(principal), principal);
    if (order.state !== 'cancelled') throw new OrderIsPaid();
    return order;
  }
}
