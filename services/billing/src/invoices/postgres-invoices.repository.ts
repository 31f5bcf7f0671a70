import { type EventOf, Inbox, Outbox } from '@downscope/events';
import { Database, type Page, pageOf, type PageQuery, type Transaction } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import { InvoiceNotFound } from './invoice.errors.ts';
import { InvoiceIssued, type OrderPlaced } from './invoice.events.ts';
import type { InvoiceFilter } from './invoice.policy.ts';
import type { Invoice } from './invoice.ts';
import { InvoicesRepository } from './invoices.repository.ts';
import { invoices } from './invoices.table.ts';

@Injectable()
export class PostgresInvoicesRepository extends InvoicesRepository {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
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

  override async keepPaid({ id, paidAt }: Invoice, payable: InvoiceFilter): Promise<Invoice> {
    // Of two at once the first one's time stays.
    const [row] = await this.database.drizzle
      .update(invoices)
      .set({ paidAt: sql`coalesce(${invoices.paidAt}, ${paidAt})` })
      .where(and(rowsOf(payable), eq(invoices.id, id)))
      .returning();
    if (!row) throw new InvoiceNotFound();
    return invoiceOf(row);
  }

  override async issue(invoice: Invoice, because: EventOf<typeof OrderPlaced>): Promise<void> {
    const { total } = invoice;
    await this.database.transaction(async (transaction) => {
      if (!(await this.inbox.accept(transaction, because))) return this.announceAgain(transaction, because);
      await transaction
        .insert(invoices)
        .values({ ...invoice, totalMinorUnits: total.minorUnits, currency: total.currency });
      await this.announce(transaction, invoice);
    });
  }

  /** Who announces an order once more has not heard of its invoice. */
  private async announceAgain(transaction: Transaction, { data }: EventOf<typeof OrderPlaced>): Promise<void> {
    const [row] = await transaction.select().from(invoices).where(eq(invoices.orderId, data.orderId));
    if (row) await this.announce(transaction, invoiceOf(row));
  }

  private async announce(transaction: Transaction, invoice: Invoice): Promise<void> {
    const { id, orderId, customerNumber, region, total, dueAt } = invoice;
    await this.outbox.add(
      transaction,
      InvoiceIssued,
      orderId,
      { invoiceId: id, orderId, customerNumber, region, total, dueAt: dueAt.toISOString(), actor: 'billing' },
      // An invoice is issued once, however often that is said.
      { id },
    );
  }
}

function rowsOf(visible: InvoiceFilter): SQL {
  return 'region' in visible
    ? eq(invoices.region, visible.region)
    : eq(invoices.customerNumber, visible.customerNumber);
}

function invoiceOf({ totalMinorUnits, currency, ...columns }: typeof invoices.$inferSelect): Invoice {
  const state = columns.paidAt ? 'paid' : 'open';
  return { ...columns, state, total: { minorUnits: totalMinorUnits, currency } };
}
