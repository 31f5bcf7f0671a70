import type { EventOf } from '@downscope/events';
import type { Page, PageQuery } from '@downscope/postgres';
import type { Claim } from '../idempotency/idempotency-keys.ts';
import type { InvoiceIssued } from './order.events.ts';
import type { OrderFilter } from './order.policy.ts';
import type { Order } from './order.ts';

/** Who placed an order, for the event that announces it. */
export interface PlacedBy {
  readonly subject: string;
  readonly clientId: string;
}

/** Where orders are kept. What may not be seen is not found: every read takes the caller's filter. */
export abstract class OrdersRepository {
  /** Newest first. */
  abstract list(visible: OrderFilter, page: PageQuery): Promise<Page<Order>>;
  /** @throws OrderNotFound */
  abstract get(id: string, visible: OrderFilter): Promise<Order>;
  /**
   * Keeps the order and announces it, both or neither; with a claim, as the answer to the request that was claimed.
   *
   * @throws IdempotencyKeyInUse when the claim counts no longer
   */
  abstract add(order: Order, by: PlacedBy, claim?: Claim): Promise<void>;
  /** Notes the invoice, once, however often the event is delivered. */
  abstract markInvoiced(event: EventOf<typeof InvoiceIssued>): Promise<void>;
}
