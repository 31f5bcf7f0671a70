import {
  type AccessToken,
  type ClaimsPrincipal,
  Principal,
  RequireClaim,
  RequireScope,
  Token,
} from '@downscope/guards';
import { type Page, type PageQuery, pageQuery } from '@downscope/postgres';
import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Invoice } from '../downstream/billing.client.ts';
import { IdempotencyKey } from '@downscope/idempotency';
import { CancelOrder } from './cancel-order.ts';
import { ListOrders } from './list-orders.ts';
import { type Order, type OrderRequest, orderRequest } from './order.ts';
import { PlaceOrderOnce } from './place-order-once.ts';
import { ShowInvoice } from './show-invoice.ts';
import { type OrderDetails, ShowOrder } from './show-order.ts';

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly listOrders: ListOrders,
    private readonly showOrder: ShowOrder,
    private readonly placeOrder: PlaceOrderOnce,
    private readonly cancelOrder: CancelOrder,
    private readonly showInvoice: ShowInvoice,
  ) {}

  @Get()
  @RequireScope('orders_read')
  list(
    @Principal() principal: ClaimsPrincipal,
    @Query({ schema: pageQuery('orders') }) page: PageQuery,
  ): Promise<Page<Order>> {
    return this.listOrders.for(principal, page);
  }

  @Get(':id')
  @RequireScope('orders_read')
  show(
    @Principal() principal: ClaimsPrincipal,
    @Token() accessToken: AccessToken,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<OrderDetails> {
    return this.showOrder.for(principal, accessToken, id);
  }

  @Post()
  @RequireScope('orders_write')
  @RequireClaim('customer_number')
  place(
    @Principal() principal: ClaimsPrincipal,
    @Token() accessToken: AccessToken,
    @Body({ schema: orderRequest }) request: OrderRequest,
    @IdempotencyKey() key: string | undefined,
  ): Promise<Order> {
    return this.placeOrder.for(principal, accessToken, request, key);
  }

  @Delete(':id')
  @RequireScope('orders_cancel')
  cancel(@Principal() principal: ClaimsPrincipal, @Param('id', { schema: z.uuid() }) id: string): Promise<Order> {
    return this.cancelOrder.for(principal, id);
  }

  @Get(':id/invoice')
  @RequireScope('orders_read')
  invoice(
    @Principal() principal: ClaimsPrincipal,
    @Token() accessToken: AccessToken,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<Invoice> {
    return this.showInvoice.for(principal, accessToken, id);
  }
}
