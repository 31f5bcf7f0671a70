import { eventTables, Inbox, Outbox, OutboxBacklog } from '@downscope/events';
import { aPrincipal } from '@downscope/guards/testing';
import { Database, PostgresModule } from '@downscope/postgres';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sql } from 'drizzle-orm';
import { type Asked, type Claim, IdempotencyKeys } from '../src/idempotency/idempotency-keys.ts';
import { type Order, placeOrder } from '../src/orders/order.ts';
import { PostgresOrdersRepository } from '../src/orders/postgres-orders.repository.ts';

export const alice = aPrincipal({ claims: { customer_number: '1001', region: 'eu' } });
const buyer = { customerNumber: '1001', region: 'eu' };
const request = { lines: [{ sku: 'moka-pot', quantity: 1 }] };
export const asked: Asked = { by: alice, key: 'a-key', request };

type Step = (order: Order) => Promise<unknown>;
export const nothing: Step = () => Promise.resolve();

/** One of several replicas of the service that share a database, as far as it places orders once. */
export class Replica {
  readonly database: Database;
  private readonly keys: IdempotencyKeys;
  private readonly orders: PostgresOrdersRepository;

  private constructor(private readonly context: INestApplicationContext) {
    this.database = context.get(Database);
    this.keys = new IdempotencyKeys(this.database);
    this.orders = new PostgresOrdersRepository(
      this.database,
      new Outbox('order', new OutboxBacklog()),
      new Inbox(),
      this.keys,
    );
  }

  static async start(url: string): Promise<Replica> {
    const migrations = { events: eventTables, order: new URL('../migrations/', import.meta.url) };
    const postgres = PostgresModule.forRoot({ url, migrations });
    return new Replica(await NestFactory.createApplicationContext(postgres, { logger: false, abortOnError: false }));
  }

  /** Carries out what is asked by placing an order. What happens `midway` is what would take its time there. */
  place(what = asked, midway: Step = nothing, afterwards: Step = nothing): Promise<Order> {
    const attempt = async (claim: Claim): Promise<Order> => {
      const order = placeOrder(buyer, request, new Date());
      await midway(order);
      await this.orders.add(order, alice, claim);
      await afterwards(order);
      return order;
    };
    return this.keys.once(what, attempt, (kept) => ({ ...kept, placedAt: new Date(kept.placedAt) }));
  }

  /** Keeps an order that no key names. */
  keep(order: Order): Promise<void> {
    return this.orders.add(order, alice);
  }

  /** Resolves when the request is claimed. What would come then never does. */
  diesMidway(): Promise<void> {
    return new Promise((resolve, reject) => {
      const midway = (): Promise<never> => {
        resolve();
        return new Promise(() => undefined);
      };
      this.place(asked, midway).catch(reject);
    });
  }

  /** Time passes, as far as the keys are concerned. */
  async expire(): Promise<void> {
    await this.database.drizzle.execute(sql`UPDATE idempotency_keys SET expires_at = now() - interval '1 millisecond'`);
  }

  async secondsLeft(): Promise<number> {
    const { rows } = await this.database.drizzle.execute<{ seconds: number }>(
      sql`SELECT extract(epoch FROM expires_at - now())::float AS seconds FROM idempotency_keys`,
    );
    return rows[0]?.seconds ?? NaN;
  }

  /** How many rows each of the tables has. */
  async rows(...tables: string[]): Promise<number[]> {
    const counts = tables.map(async (table) => {
      const { rows } = await this.database.drizzle.execute(sql`SELECT FROM ${sql.identifier(table)}`);
      return rows.length;
    });
    return Promise.all(counts);
  }

  stop(): Promise<void> {
    return this.context.close();
  }
}
