import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, type Transaction } from '@downscope/postgres';
import { asc, inArray, sql } from 'drizzle-orm';
import { setTimeout as delay } from 'node:timers/promises';
import { inSpanOf } from './event-spans.ts';
import { outboxTable } from './outbox.ts';
import { EventProducer } from './event-producer.ts';

const pollIntervalMs = 100;
const retryDelayMs = 1_000;
const batchSize = 200;
// Any constant: it keeps the relays of several replicas from sending side by side, and so out of order.
const relayLock = 4_171_204;

/** Carries events from the outbox to Kafka, in order, at least once. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly stopping = new AbortController();
  private running = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly producer: EventProducer,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run(this.stopping.signal);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.producer.disconnect();
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pauseMs = await this.turn();
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Relays once. Returns how long to wait before the next turn, in milliseconds. */
  private async turn(): Promise<number> {
    try {
      return (await this.relay()) === batchSize ? 0 : pollIntervalMs;
    } catch (error) {
      this.logger.warn(`Events wait in the outbox: ${String(error)}`);
      return retryDelayMs;
    }
  }

  /** Sends the oldest events and deletes them, in one transaction: a failure on the way leaves them all for the next turn. */
  private relay(): Promise<number> {
    return this.database.transaction(async (transaction) => {
      if (!(await isMyTurn(transaction))) return 0;
      const rows = await transaction.select().from(outboxTable).orderBy(asc(outboxTable.position)).limit(batchSize);
      for (const { topic, event } of rows)
        await inSpanOf('publish', topic, event, () => this.producer.send(topic, event));
      if (rows.length > 0) {
        const positions = rows.map(({ position }) => position);
        await transaction.delete(outboxTable).where(inArray(outboxTable.position, positions));
      }
      return rows.length;
    });
  }
}

async function isMyTurn(transaction: Transaction): Promise<boolean> {
  const { rows } = await transaction.execute<{ locked: boolean }>(
    sql`SELECT pg_try_advisory_xact_lock(${relayLock}) AS locked`,
  );
  return rows[0]?.locked === true;
}
