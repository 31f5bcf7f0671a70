import { aPrincipal } from '@downscope/guards/testing';
import { Database, PostgresModule } from '@downscope/postgres';
import { settingsFor } from '@downscope/postgres/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { IdempotencyModule } from '../src/idempotency.module.ts';
import { type Asked, type Attempt, IdempotencyKeys } from '../src/idempotency-keys.ts';
import { idempotencyTables } from '../src/idempotency-tables.ts';

export const alice = aPrincipal();
export const asked: Asked = { by: alice, key: 'a-key', request: { send: 'a moka pot' } };

/** What is done once. */
interface Parcel {
  readonly id: string;
  readonly content: string;
  readonly sentAt: Date;
}

type Step = (parcel: Parcel) => Promise<unknown>;
export const nothing: Step = () => Promise.resolve();

@Module({})
class Service {}

/** One of several replicas of a service that share a database, and send parcels once. */
export class Replica {
  readonly database: Database;
  readonly keys: IdempotencyKeys;

  private constructor(private readonly context: INestApplicationContext) {
    this.database = context.get(Database);
    this.keys = context.get(IdempotencyKeys);
  }

  static async start(url: string): Promise<Replica> {
    const settings = settingsFor(url);
    const postgres = PostgresModule.forRoot({ settings, migrations: { idempotency: idempotencyTables } });
    const service = { module: Service, imports: [postgres, IdempotencyModule] };
    const context = await NestFactory.createApplicationContext(service, { logger: false, abortOnError: false });
    const replica = new Replica(context);
    await replica.database.drizzle.execute(sql`CREATE TABLE IF NOT EXISTS parcels (id uuid PRIMARY KEY)`);
    return replica;
  }

  /** Carries out what is asked. What happens `midway` is what would take its time there. */
  send(what = asked, midway: Step = nothing, afterwards: Step = nothing): Promise<Parcel> {
    const attempt = async (attempt: Attempt): Promise<Parcel> => {
      const parcel = { id: randomUUID(), content: 'a moka pot', sentAt: new Date() };
      await midway(parcel);
      await this.keep(parcel, attempt);
      await afterwards(parcel);
      return parcel;
    };
    return this.keys.once(what, attempt, (kept) => ({ ...kept, sentAt: new Date(kept.sentAt) }));
  }

  keep(parcel: Parcel, attempt?: Attempt): Promise<void> {
    return this.database.transaction(async (transaction) => {
      if (attempt) await this.keys.complete(transaction, attempt, parcel);
      await transaction.execute(sql`INSERT INTO parcels VALUES (${parcel.id})`);
    });
  }

  /** Resolves when the request is taken. What would come then never does. */
  diesMidway(): Promise<void> {
    return new Promise((resolve, reject) => {
      const midway = (): Promise<never> => {
        resolve();
        return new Promise(() => undefined);
      };
      this.send(asked, midway).catch(reject);
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

  /** How many keys there are, and how many parcels. */
  async rows(): Promise<{ keys: number; parcels: number }> {
    const { rows } = await this.database.drizzle.execute<{ keys: number; parcels: number }>(
      sql`SELECT (SELECT count(*)::int FROM idempotency_keys) AS keys, (SELECT count(*)::int FROM parcels) AS parcels`,
    );
    return rows[0] ?? { keys: NaN, parcels: NaN };
  }

  stop(): Promise<void> {
    return this.context.close();
  }
}
