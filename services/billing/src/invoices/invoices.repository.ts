import type { EventOf } from '@downscope/events';
import type { Page, PageQuery } from '@downscope/postgres';
import type { OrderCancelled, OrderPaid } from './invoice.events.ts';
import type { InvoiceFilter } from './invoice.policy.ts';
import type { Invoice } from './invoice.ts';

/** Where invoices are kept. What may not be seen is not found: every read takes the caller's filter. */
export abstract class InvoicesRepository {
  /** Newest first. */
  abstract list(visible: InvoiceFilter, page: PageQuery): Promise<Page<Invoice>>;
  /** @throws InvoiceNotFound */
  abstract get(id: string, visible: InvoiceFilter): Promise<Invoice>;
  /**
   * Keeps that the invoice is paid if it can be paid, and announces that, both or neither. Answers it as it is then.
   *
   * @throws InvoiceNotFound
   */
  abstract pay(id: string, payable: InvoiceFilter, at: Date): Promise<Invoice>;
  /**
   * Keeps the invoice, unless its order has one or was cancelled. Announces how that order's stands each time: who announces an order
   * again has not heard.
   */
  abstract issue(invoice: Invoice): Promise<void>;
  /** Voids the invoice of a cancelled order unless it is paid, and sees to it that none is issued. Announces how it stands each time. */
  abstract voidBecause(event: EventOf<typeof OrderCancelled>): Promise<void>;
  /** Nobody waits any more for order to hear of a payment. */
  abstract notePaymentKnown(event: EventOf<typeof OrderPaid>): Promise<void>;
}
