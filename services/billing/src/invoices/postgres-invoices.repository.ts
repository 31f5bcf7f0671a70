import type { EventOf } from '@downscope/events';
import { Database, type Page, pageOf, type PageQuery, type Transaction } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { and, desc, eq, inArray, lt, type SQL } from 'drizzle-orm';
import { InvoiceAnnouncements } from './invoice-announcements.ts';
import { InvoiceNotFound } from './invoice.errors.ts';
import type { OrderCancelled, OrderPaid } from './invoice.events.ts';
import type { InvoiceFilter } from './invoice.policy.ts';
import { statesBefore } from './invoice-state.ts';
import type { Invoice } from './invoice.ts';
import { InvoicesRepository } from './invoices.repository.ts';
import { decidedOrders, invoices } from './invoices.table.ts';

@Injectable()
export class PostgresInvoicesRepository extends InvoicesRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: InvoiceAnnouncements,
  ) {
    super();
  }

  override async list(visible: InvoiceFilter, { limit, cursor }: PageQuery): Promise<Page<Invoice>> {
    const rows = await this.database.drizzle
      .select()
      .from(invoices)
      .where(and(rowsOf(visible), cursor === undefined ? undefined : lt(invoices.id, cursor)))
      .orderBy(desc(invoices.id))
      .limit(limit + 1);
    return pageOf('invoices', rows.map(invoiceOf), limit);
  }

  override async get(id: string, visible: InvoiceFilter): Promise<Invoice> {
    const [row] = await this.database.drizzle
      .select()
      .from(invoices)
      .where(and(rowsOf(visible), eq(invoices.id, id)));
    if (!row) throw new InvoiceNotFound();
    return invoiceOf(row);
  }

  override async pay(id: string, payable: InvoiceFilter, at: Date): Promise<Invoice> {
    const paid = await this.database.transaction(async (transaction) => {
      const [row] = await transaction
        .update(invoices)
        .set({ state: 'paid', paidAt: at })
        .where(and(rowsOf(payable), eq(invoices.id, id), inArray(invoices.state, statesBefore('paid'))))
        .returning();
      if (!row) return undefined;
      await this.announcements.paid(transaction, invoiceOf(row), true);
      return invoiceOf(row);
    });
    return paid ?? this.get(id, payable);
  }

  override async issue(invoice: Invoice): Promise<void> {
    const { orderId, total } = invoice;
    await this.database.transaction(async (transaction) => {
      if (await decide(transaction, orderId)) {
        // A replica of an older version, while it still runs, issues an invoice and decides nothing.
        await transaction
          .insert(invoices)
          .values({ ...invoice, totalMinorUnits: total.minorUnits, currency: total.currency })
          .onConflictDoNothing({ target: invoices.orderId });
      }
      await this.announceStateOf(transaction, orderId);
    });
  }

  override async voidBecause({ data: { orderId } }: EventOf<typeof OrderCancelled>): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await decide(transaction, orderId);
      await transaction
        .update(invoices)
        .set({ state: 'voided' })
        .where(and(eq(invoices.orderId, orderId), inArray(invoices.state, statesBefore('voided'))));
      await this.announceStateOf(transaction, orderId);
    });
  }

  override async notePaymentKnown(event: EventOf<typeof OrderPaid>): Promise<void> {
    await this.database.transaction((transaction) => this.announcements.paymentIsKnown(transaction, event));
  }

  private async announceStateOf(transaction: Transaction, orderId: string): Promise<void> {
    const [row] = await transaction.select().from(invoices).where(eq(invoices.orderId, orderId));
    await this.announcements.announce(transaction, orderId, row && invoiceOf(row));
  }
}

/**
 * True for the first event of an order, and never again: what the inbox does for one event, this does for all that are about the order.
 * Whoever hears of it at the same time waits here until the first is done.
 */
async function decide(transaction: Transaction, orderId: string): Promise<boolean> {
  const rows = await transaction.insert(decidedOrders).values({ orderId }).onConflictDoNothing().returning();
  return rows.length === 1;
}

function rowsOf(visible: InvoiceFilter): SQL {
  return 'region' in visible
    ? eq(invoices.region, visible.region)
    : eq(invoices.customerNumber, visible.customerNumber);
}

function invoiceOf({ totalMinorUnits, currency, ...columns }: typeof invoices.$inferSelect): Invoice {
  return { ...columns, total: { minorUnits: totalMinorUnits, currency } };
}
