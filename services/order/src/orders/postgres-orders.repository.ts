import { type EventOf, Inbox, Outbox } from '@downscope/events';
import { Database, type Page, pageOf, type PageQuery } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import { type Attempt, IdempotencyKeys } from '@downscope/idempotency';
import { OrderNotFound } from './order.errors.ts';
import { type InvoiceIssued, OrderPlaced } from './order.events.ts';
import type { OrderFilter } from './order.policy.ts';
import type { Order } from './order.ts';
import { OrdersRepository, type PlacedBy } from './orders.repository.ts';
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

  override async add(order: Order, by: PlacedBy, attempt?: Attempt): Promise<void> {
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

  override async markInvoiced(event: EventOf<typeof InvoiceIssued>): Promise<void> {
    const { orderId, invoiceId } = event.data;
    await this.database.transaction(async (transaction) => {
      if (!(await this.inbox.accept(transaction, event))) return;
      await transaction.update(orders).set({ invoiceId }).where(eq(orders.id, orderId));
      await this.outbox.hadEffect(transaction, OrderPlaced, orderId);
    });
  }
}

function rowsOf(visible: OrderFilter): SQL {
  return 'region' in visible ? eq(orders.region, visible.region) : eq(orders.customerNumber, visible.customerNumber);
}

function orderOf({ totalMinorUnits, currency, ...columns }: typeof orders.$inferSelect): Order {
  return { ...columns, total: { minorUnits: totalMinorUnits, currency } };
}
