import type { EventOf } from '@downscope/events';
import type { Page, PageQuery } from '@downscope/postgres';
import type { OrderPlaced } from './invoice.events.ts';
import type { InvoiceFilter } from './invoice.policy.ts';
import type { Invoice } from './invoice.ts';

/** Where invoices are kept. What may not be seen is not found: every read takes the caller's filter. */
export abstract class InvoicesRepository {
  /** Newest first. */
  abstract list(visible: InvoiceFilter, page: PageQuery): Promise<Page<Invoice>>;
  /** @throws InvoiceNotFound */
  abstract get(id: string, visible: InvoiceFilter): Promise<Invoice>;
  /** Keeps when an invoice was paid, unless it is kept already. @throws InvoiceNotFound */
  abstract keepPaid(paid: Invoice, payable: InvoiceFilter): Promise<Invoice>;
  /** Keeps the invoice and announces it, once, however often the event that asked for it is delivered. */
  abstract issue(invoice: Invoice, because: EventOf<typeof OrderPlaced>): Promise<void>;
}
