import { Database, PostgresModule } from '@downscope/postgres';
import { settingsFor } from '@downscope/postgres/testing';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Outbox } from '../src/announcing/outbox.ts';
import { EventSigner } from '../src/author/event-signer.ts';
import { EventSigningModule } from '../src/author/event-signing.module.ts';
import { eventTables } from '../src/event-tables.ts';
import type { EventType } from '../src/event-type.ts';
import { EventsModule } from '../src/events.module.ts';

@Module({})
class Service {}

/** A replica of a service that signs what it announces, with a database of that service and a port of its own. */
export class SigningService {
  readonly database: Database;
  readonly signer: EventSigner;

  private constructor(
    private readonly app: NestFastifyApplication,
    readonly keysUrl: string,
  ) {
    this.database = app.get(Database);
    this.signer = app.get(EventSigner);
  }

  static async start(service: string, databaseUrl: string, brokers: readonly string[]): Promise<SigningService> {
    const postgres = PostgresModule.forRoot({
      settings: settingsFor(databaseUrl),
      migrations: { events: eventTables },
    });
    const module = {
      module: Service,
      imports: [postgres, EventsModule.forRoot({ service, brokers }), EventSigningModule],
    };
    const options = { logger: false, abortOnError: false } as const;
    const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), options);
    await app.listen(0, '127.0.0.1');
    return new SigningService(app, `${await app.getUrl()}/event-keys`);
  }

  async announce(type: EventType, subject: string, data: unknown): Promise<void> {
    await this.database.transaction((transaction) => this.app.get(Outbox).add(transaction, type, subject, data));
  }

  /** By key id. */
  async publishedKeys(): Promise<string[]> {
    const response = await fetch(this.keysUrl);
    const { keys } = (await response.json()) as { keys: { kid: string }[] };
    return keys.map(({ kid }) => kid);
  }

  /** Time passes, as far as published keys are concerned. */
  async age(days: number): Promise<void> {
    await this.database.drizzle.execute(
      sql`UPDATE event_keys SET published_at = published_at - make_interval(days => ${days})`,
    );
  }

  stop(): Promise<void> {
    return this.app.close();
  }
}

/** Each service has its own. */
export async function newDatabase(serverUrl: string): Promise<string> {
  const name = `d${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return serverUrl.replace('/postgres?', `/${name}?`);
}
