import { type EventOf, Inbox, Outbox } from '@downscope/events';
import { Database, type Page, pageOf, type PageQuery, type Transaction } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { and, desc, eq, inArray, lt, type SQL } from 'drizzle-orm';
import { type Attempt, IdempotencyKeys } from '@downscope/idempotency';
import { OrderNotFound } from './order.errors.ts';
import {
  type InvoiceIssued,
  type InvoicePaid,
  type InvoiceVoided,
  OrderCancelled,
  OrderPaid,
  OrderPlaced,
} from './order.events.ts';
import type { OrderFilter } from './order.policy.ts';
import { statesBefore } from './order-state.ts';
import type { Order } from './order.ts';
import { type Author, OrdersRepository } from './orders.repository.ts';
import { orders } from './orders.table.ts';

@Injectable()
export class PostgresOrdersRepository extends OrdersRepository {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
    private readonly keys: IdempotencyKeys,
  ) {
    super();
  }

  override async list(visible: OrderFilter, { limit, cursor }: PageQuery): Promise<Page<Order>> {
    const rows = await this.database.drizzle
      .select()
      .from(orders)
      .where(and(rowsOf(visible), cursor === undefined ? undefined : lt(orders.id, cursor)))
      .orderBy(desc(orders.id))
      .limit(limit + 1);
    return pageOf('orders', rows.map(orderOf), limit);
  }

  override async get(id: string, visible: OrderFilter): Promise<Order> {
    const [row] = await this.database.drizzle
      .select()
      .from(orders)
      .where(and(rowsOf(visible), eq(orders.id, id)));
    if (!row) throw new OrderNotFound();
    return orderOf(row);
  }

  override async add(order: Order, by: Author, attempt?: Attempt): Promise<void> {
    const { total, ...columns } = order;
    await this.database.transaction(async (transaction) => {
      if (attempt) await this.keys.complete(transaction, attempt, order);
      await transaction
        .insert(orders)
        .values({ ...columns, totalMinorUnits: total.minorUnits, currency: total.currency });
      await this.outbox.add(
        transaction,
        OrderPlaced,
        order.id,
        {
          orderId: order.id,
          customerNumber: order.customerNumber,
          region: order.region,
          total,
          placedBy: by.subject,
          actor: by.clientId,
        },
        { untilEffect: true },
      );
    });
  }

  override async cancel(id: string, cancellable: OrderFilter, { subject, clientId }: Author): Promise<Order> {
    const cancelled = await this.database.transaction(async (transaction) => {
      const [row] = await transaction
        .update(orders)
        .set({ state: 'cancelled' })
        .where(and(rowsOf(cancellable), thatCanBecome('cancelled', id)))
        .returning();
      if (!row) return undefined;
      const data = { orderId: id, cancelledBy: subject, actor: clientId };
      await this.outbox.add(transaction, OrderCancelled, id, data, { untilEffect: true });
      return orderOf(row);
    });
    return cancelled ?? this.get(id, cancellable);
  }

  override async markInvoiced(event: EventOf<typeof InvoiceIssued>): Promise<void> {
    const { orderId, invoiceId } = event.data;
    await this.database.transaction(async (transaction) => {
      if (!(await this.inbox.accept(transaction, event))) return;
      await transaction.update(orders).set({ state: 'invoiced', invoiceId }).where(thatCanBecome('invoiced', orderId));
      await this.outbox.hadEffect(transaction, OrderPlaced, orderId);
    });
  }

  override async markPaid(event: EventOf<typeof InvoicePaid>): Promise<void> {
    const { orderId, invoiceId } = event.data;
    await this.database.transaction(async (transaction) => {
      if (await this.inbox.accept(transaction, event))
        await transaction.update(orders).set({ state: 'paid', invoiceId }).where(thatCanBecome('paid', orderId));
      await this.settle(transaction, orderId);
      // An order is paid once, however often that is said.
      await this.outbox.add(transaction, OrderPaid, orderId, { orderId, actor: 'order' }, { id: `${orderId}.paid` });
    });
  }

  override async noteVoided({ data: { orderId } }: EventOf<typeof InvoiceVoided>): Promise<void> {
    await this.database.transaction((transaction) => this.settle(transaction, orderId));
  }

  /** Whether it is paid or void, billing has nothing more to hear about the order. */
  private async settle(transaction: Transaction, orderId: string): Promise<void> {
    await this.outbox.hadEffect(transaction, OrderPlaced, orderId);
    await this.outbox.hadEffect(transaction, OrderCancelled, orderId);
  }
}

/** By the statement that changes it, not by one before: between two, the order could become something else. */
function thatCanBecome(state: Parameters<typeof statesBefore>[0], id: string): SQL | undefined {
  return and(eq(orders.id, id), inArray(orders.state, statesBefore(state)));
}

function rowsOf(visible: OrderFilter): SQL {
  return 'region' in visible ? eq(orders.region, visible.region) : eq(orders.customerNumber, visible.customerNumber);
}

function orderOf({ totalMinorUnits, currency, ...columns }: typeof orders.$inferSelect): Order {
  return { ...columns, total: { minorUnits: totalMinorUnits, currency } };
}
