import type { EventOf } from '@downscope/events';
import type { Page, PageQuery } from '@downscope/postgres';
import type { Attempt } from '@downscope/idempotency';
import type { InvoiceIssued, InvoicePaid, InvoiceVoided } from './order.events.ts';
import type { OrderFilter } from './order.policy.ts';
import type { Order } from './order.ts';

/** Who placed or cancelled an order, for the event that announces it. */
export interface Author {
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
  abstract add(order: Order, by: Author, attempt?: Attempt): Promise<void>;
  /**
   * Cancels the order if it can be cancelled, and announces that, both or neither. Answers it as it is then.
   *
   * @throws OrderNotFound
   */
  abstract cancel(id: string, cancellable: OrderFilter, by: Author): Promise<Order>;
  /** Notes the invoice, once, however often the event is delivered. */
  abstract markInvoiced(event: EventOf<typeof InvoiceIssued>): Promise<void>;
  /** Notes that it is paid, and says so each time: who announces a payment again has not heard that it is known. */
  abstract markPaid(event: EventOf<typeof InvoicePaid>): Promise<void>;
  /** Nobody waits any more for billing to hear of a cancellation. */
  abstract noteVoided(event: EventOf<typeof InvoiceVoided>): Promise<void>;
}
