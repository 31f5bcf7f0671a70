import type { AccessToken, ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { IdempotencyKeys, type Kept } from '@downscope/idempotency';
import { buyerFor } from './order.policy.ts';
import type { Order, OrderRequest } from './order.ts';
import { PlaceOrder } from './place-order.ts';

/** Who does not know whether an order was placed sends it again with the same key, and gets the same answer. */
@Injectable()
export class PlaceOrderOnce {
  constructor(
    private readonly placeOrder: PlaceOrder,
    private readonly keys: IdempotencyKeys,
  ) {}

  async for(
    principal: ClaimsPrincipal,
    accessToken: AccessToken,
    request: OrderRequest,
    key: string | undefined,
  ): Promise<Order> {
    if (key === undefined) return this.placeOrder.for(principal, accessToken, request);
    const asked = { by: principal, key, request: { buyer: buyerFor(principal), request } };
    return this.keys.once(
      asked,
      (attempt) => this.placeOrder.for(principal, accessToken, request, attempt),
      asAnswered,
    );
  }
}

/** Member by member in the order that they were kept in, so that the answer is the same to the byte. */
function asAnswered(kept: Kept<Order>): Order {
  return { ...kept, placedAt: new Date(kept.placedAt) };
}
