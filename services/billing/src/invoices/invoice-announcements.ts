import { type EventOf, Outbox } from '@downscope/events';
import type { Transaction } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { InvoiceIssued, InvoicePaid, InvoiceVoided, type OrderPaid } from './invoice.events.ts';
import type { Invoice } from './invoice.ts';

/** What this service says about invoices. A fact has one event id, however often it is announced. */
@Injectable()
export class InvoiceAnnouncements {
  constructor(private readonly outbox: Outbox) {}

  /** How the invoice of an order stands; where it has none, that it gets none. */
  async announce(transaction: Transaction, orderId: string, invoice: Invoice | undefined): Promise<void> {
    if (invoice === undefined || invoice.state === 'voided') await this.voided(transaction, orderId, invoice);
    else if (invoice.state === 'paid') await this.paid(transaction, invoice);
    else await this.issued(transaction, invoice);
  }

  /** @param untilKnown true the first time: it is announced again until order says that it has heard */
  async paid(transaction: Transaction, { id, orderId, paidAt }: Invoice, untilKnown = false): Promise<void> {
    const data = { invoiceId: id, orderId, paidAt: String(paidAt?.toISOString()) };
    await this.outbox.add(transaction, InvoicePaid, orderId, data, { id: `${id}.paid`, untilEffect: untilKnown });
  }

  async paymentIsKnown(transaction: Transaction, { data }: EventOf<typeof OrderPaid>): Promise<void> {
    await this.outbox.hadEffect(transaction, InvoicePaid, data.orderId);
  }

  private async issued(transaction: Transaction, invoice: Invoice): Promise<void> {
    const { id, orderId, customerNumber, region, total, dueAt } = invoice;
    const data = { invoiceId: id, orderId, customerNumber, region, total, dueAt: dueAt.toISOString() };
    await this.outbox.add(transaction, InvoiceIssued, orderId, { ...data, actor: 'billing' }, { id });
  }

  private async voided(transaction: Transaction, orderId: string, invoice: Invoice | undefined): Promise<void> {
    const data = { orderId, invoiceId: invoice?.id ?? null, actor: 'billing' as const };
    await this.outbox.add(transaction, InvoiceVoided, orderId, data, { id: `${orderId}.voided` });
  }
}
