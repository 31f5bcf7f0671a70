import type { EventOf } from '@downscope/events';
import type { Page, PageQuery } from '@downscope/postgres';
import type { Attempt } from '@downscope/idempotency';
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
   * Keeps the order and announces it, both or neither; with an attempt, as the answer that completes its request.
   *
   * @throws IdempotencyKeyInUse when the attempt counts no longer
   */
  abstract add(order: Order, by: PlacedBy, attempt?: Attempt): Promise<void>;
  /** Notes the invoice, once, however often the event is delivered. */
  abstract markInvoiced(event: EventOf<typeof InvoiceIssued>): Promise<void>;
}
