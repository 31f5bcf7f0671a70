import {
  type AccessToken,
  type ClaimsPrincipal,
  Principal,
  RequireClaim,
  RequireScope,
  Token,
} from '@downscope/guards';
import { type Page, pageOfEach, type PageQuery, pageQuery } from '@downscope/postgres';
import { Answers } from '@downscope/service';
import { downstreamErrors } from '@downscope/token-exchange';
import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { type Invoice, invoice } from '../downstream/billing.client.ts';
import {
  IdempotencyKey,
  IdempotencyKeyInUse,
  IdempotencyKeyMalformed,
  IdempotencyKeyReused,
} from '@downscope/idempotency';
import { CancelOrder } from './cancel-order.ts';
import { ListOrders } from './list-orders.ts';
import { CreditLimitExceeded, NotInvoicedYet, OrderIsPaid, OrderNotFound, ProductUnknown } from './order.errors.ts';
import { type Order, order, type OrderRequest, orderRequest } from './order.ts';
import { PlaceOrderOnce } from './place-order-once.ts';
import { ShowInvoice } from './show-invoice.ts';
import { type OrderDetails, orderDetails, ShowOrder } from './show-order.ts';

const missing = new OrderNotFound();
const customer = downstreamErrors('urn:downscope:customer');
const billing = downstreamErrors('urn:downscope:billing');
const unplaced = [
  ...[new ProductUnknown(0), new CreditLimitExceeded(), ...customer],
  ...[new IdempotencyKeyMalformed(), new IdempotencyKeyInUse(), new IdempotencyKeyReused()],
];

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
  @Answers('Lists orders, newest first', pageOfEach(order))
  list(
    @Principal() principal: ClaimsPrincipal,
    @Query({ schema: pageQuery('orders') }) page: PageQuery,
  ): Promise<Page<Order>> {
    return this.listOrders.for(principal, page);
  }

  @Get(':id')
  @RequireScope('orders_read')
  @Answers('Shows an order, with the name of its customer', orderDetails, missing, ...customer)
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
  @Answers('Places an order, priced from the catalogue', order, ...unplaced)
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
  @Answers('Cancels an order, once', order, missing, new OrderIsPaid())
  cancel(@Principal() principal: ClaimsPrincipal, @Param('id', { schema: z.uuid() }) id: string): Promise<Order> {
    return this.cancelOrder.for(principal, id);
  }

  @Get(':id/invoice')
  @RequireScope('orders_read')
  @Answers('Shows the invoice of an order', invoice, missing, new NotInvoicedYet(), ...billing)
  invoice(
    @Principal() principal: ClaimsPrincipal,
    @Token() accessToken: AccessToken,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<Invoice> {
    return this.showInvoice.for(principal, accessToken, id);
  }
}
