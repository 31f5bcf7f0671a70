import { Database, migrateDatabase, Notifications, type Transaction } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { z } from 'zod';
import { AwaitedEvents } from '../src/announcing/awaited-events.ts';
import { Outbox } from '../src/announcing/outbox.ts';
import { OutboxBacklog } from '../src/announcing/outbox-backlog.ts';
import { OutboxRelay } from '../src/announcing/outbox-relay.ts';
import { OutboxRows } from '../src/announcing/outbox-rows.ts';
import { OutboxSender } from '../src/announcing/outbox-sender.ts';
import { EventProducer } from '../src/broker/event-producer.ts';
import { KafkajsClient } from '../src/broker/kafkajs-client.ts';
import { eventTables } from '../src/event-tables.ts';
import { defineEvent, type EventType } from '../src/event-type.ts';

const announceAgainAfterSeconds = 60;

/** A service's database, and the relays of as many replicas as a spec starts. */
export class Relays {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly type: EventType<z.ZodObject<{ number: z.ZodNumber }>>;
  private readonly relays: OutboxRelay[] = [];
  private readonly pools: pg.Pool[] = [];

  private constructor(
    private readonly url: string,
    private readonly brokers: readonly string[],
    topic: string,
    most: number,
  ) {
    this.database = this.connect();
    this.backlog = new OutboxBacklog(most);
    this.outbox = new Outbox('urn:downscope:order', this.backlog, announceAgainAfterSeconds);
    this.awaited = new AwaitedEvents(this.database, announceAgainAfterSeconds);
    this.type = defineEvent({ type: 'order.placed', topic, data: z.object({ number: z.number() }) });
  }

  readonly backlog: OutboxBacklog;
  readonly awaited: AwaitedEvents;

  static async over(url: string, brokers: readonly string[], topic: string, most = 500_000): Promise<Relays> {
    await migrateDatabase(url, { events: eventTables });
    const relays = new Relays(url, brokers, topic, most);
    await relays.database.drizzle.execute(sql`TRUNCATE outbox, outbox_awaited`);
    await relays.database.drizzle.execute(sql`UPDATE outbox_lanes SET holder = NULL, held_until = '-infinity'`);
    return relays;
  }

  start(): OutboxRelay {
    const database = this.connect();
    const producer = new EventProducer(new KafkajsClient({ service: 'order', brokers: this.brokers }));
    const rows = new OutboxRows(database);
    const relay = new OutboxRelay(
      rows,
      new OutboxSender(producer),
      producer,
      new Notifications(database),
      this.backlog,
      new AwaitedEvents(database, announceAgainAfterSeconds),
    );
    this.relays.push(relay);
    relay.onApplicationBootstrap();
    return relay;
  }

  add(
    subject: string,
    number: number,
    before: (transaction: Transaction) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<void> {
    return this.database.transaction(async (transaction) => {
      await before(transaction);
      await this.outbox.add(transaction, this.type, subject, { number });
    });
  }

  addAwaited(subject: string, number: number, after = (): Promise<void> => Promise.resolve()): Promise<void> {
    return this.database.transaction(async (transaction) => {
      await this.outbox.add(transaction, this.type, subject, { number }, { untilEffect: true });
      await after();
    });
  }

  /** For what is awaited: a minute, since it was added or went out again. */
  async timePasses(): Promise<void> {
    await this.database.drizzle.execute(sql`
      UPDATE outbox_awaited SET added_at = added_at - interval '61 seconds', again_at = again_at - interval '61 seconds'`);
  }

  async secondsUntilAgain(): Promise<number | undefined> {
    const { rows } = await this.database.drizzle.execute<{ seconds: number }>(
      sql`SELECT extract(epoch FROM again_at - now())::float8 AS seconds FROM outbox_awaited`,
    );
    return rows[0]?.seconds;
  }

  /** Into the outbox past the library, as a bug or a migration might put it there. */
  async put(topic: string, event: unknown): Promise<void> {
    await this.database.drizzle.execute(
      sql`INSERT INTO outbox (topic, event) VALUES (${topic}, ${JSON.stringify(event)}::jsonb)`,
    );
  }

  async rows(): Promise<{ topic: string; because: string | null }[]> {
    const { rows } = await this.database.drizzle.execute<{ topic: string; because: string | null }>(
      sql`SELECT topic, aside_because AS because FROM outbox ORDER BY position`,
    );
    return rows;
  }

  /** How many sessions have a transaction open and do nothing in it. */
  async idleInTransaction(): Promise<number> {
    const { rows } = await this.database.drizzle.execute<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM pg_stat_activity WHERE state = 'idle in transaction'`,
    );
    return rows[0]?.count ?? 0;
  }

  async stop(): Promise<void> {
    await Promise.all(this.relays.map((relay) => relay.beforeApplicationShutdown()));
    await Promise.all(this.pools.map((pool) => pool.end()));
  }

  private connect(): Database {
    const pool = new pg.Pool({ connectionString: this.url, max: 20, connectionTimeoutMillis: 5_000 });
    pool.on('error', () => undefined);
    this.pools.push(pool);
    return new Database(pool);
  }
}
