import type { AccessToken, ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CustomerClient } from '../downstream/customer.client.ts';
import { ordersVisibleTo } from './order.policy.ts';
import { order } from './order.ts';
import { OrdersRepository } from './orders.repository.ts';

export const orderDetails = order.extend({ customerName: z.string() }).meta({ title: 'OrderDetails' });
export type OrderDetails = Readonly<z.infer<typeof orderDetails>>;

@Injectable()
export class ShowOrder {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly customers: CustomerClient,
  ) {}

  async for(principal: ClaimsPrincipal, accessToken: AccessToken, id: string): Promise<OrderDetails> {
    const found = await this.orders.get(id, ordersVisibleTo(principal));
    return { ...found, customerName: await this.customers.nameOf(found.customerNumber, principal, accessToken) };
  }
}
