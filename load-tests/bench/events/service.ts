import { defineEvent, EventsModule, eventTables, Inbox, Outbox } from '@downscope/events';
import { Database, PostgresModule, postgresSettings } from '@downscope/postgres';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';

/** As large as what order says of an order. */
export const OrderPlaced = defineEvent({
  type: 'bench.order.placed.v1',
  topic: 'bench-orders',
  data: z.object({ orderId: z.string(), customerNumber: z.string(), region: z.string(), totalMinor: z.number() }),
});

export const placed = (orderId: string): z.infer<typeof OrderPlaced.data> => {
  return { orderId, customerNumber: '1001', region: 'eu', totalMinor: 12_000 };
};

class Root {
  readonly name = 'bench';
}

/** A service of the libraries alone: a database with outbox and inbox, and the relay that carries the one to Kafka. */
export class Service implements AsyncDisposable {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly #context: INestApplicationContext;

  private constructor(context: INestApplicationContext) {
    this.#context = context;
    this.database = context.get(Database);
    this.outbox = context.get(Outbox);
    this.inbox = context.get(Inbox);
  }

  static async start(service: string, databaseUrl: string, broker: string): Promise<Service> {
    const settings = z.object(postgresSettings).parse({ DATABASE_URL: databaseUrl });
    const imports = [
      PostgresModule.forRoot({ settings, migrations: { events: eventTables } }),
      EventsModule.forRoot({ service, brokers: [broker] }),
    ];
    const context = await NestFactory.createApplicationContext({ module: Root, imports }, { logger: ['error'] });
    const started = new Service(context);
    await started.database.pool.query('CREATE TABLE bench_rows (id text PRIMARY KEY, body jsonb NOT NULL)');
    return started;
  }

  /** From now on its relay takes nothing, until it may. */
  async holdRelay(): Promise<void> {
    await this.database.pool.query(`UPDATE outbox_lanes SET holder = NULL, held_until = now() + interval '1 hour'`);
  }

  async letRelay(): Promise<void> {
    await this.database.pool.query(`UPDATE outbox_lanes SET held_until = '-infinity'`);
    await this.database.pool.query(`NOTIFY outbox`);
  }

  async isAllSent(): Promise<boolean> {
    const { rows } = await this.database.pool.query<{ left: boolean }>('SELECT EXISTS (SELECT FROM outbox) AS "left"');
    return rows[0]?.left === false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
  }
}
