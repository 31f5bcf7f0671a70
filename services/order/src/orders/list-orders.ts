import type { ClaimsPrincipal } from '@downscope/guards';
import type { Page, PageQuery } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { ordersVisibleTo } from './order.policy.ts';
import type { Order } from './order.ts';
import { OrdersRepository } from './orders.repository.ts';

@Injectable()
export class ListOrders {
  constructor(private readonly orders: OrdersRepository) {}

  for(principal: ClaimsPrincipal, page: PageQuery): Promise<Page<Order>> {
    return this.orders.list(ordersVisibleTo(principal), page);
  }
}
