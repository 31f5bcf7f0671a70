import type { AccessToken, ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { CustomerClient } from '../downstream/customer.client.ts';
import { ordersVisibleTo } from './order.policy.ts';
import type { Order } from './order.ts';
import { OrdersRepository } from './orders.repository.ts';

export interface OrderDetails extends Order {
  readonly customerName: string;
}

@Injectable()
export class ShowOrder {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly customers: CustomerClient,
  ) {}

  async for(principal: ClaimsPrincipal, accessToken: AccessToken, id: string): Promise<OrderDetails> {
    const order = await this.orders.get(id, ordersVisibleTo(principal));
    return { ...order, customerName: await this.customers.nameOf(order.customerNumber, principal, accessToken) };
  }
}
