import { type DynamicModule, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Database } from './database.ts';
import { databaseErrorOf } from './errors/database-error-of.ts';
import { migrate, type Migrations } from './migrate.ts';

export interface PostgresOptions {
  /** Connection string of the service's own database and role. */
  readonly url: string;
  readonly migrations: Migrations;
}

const maxConnections = 16;
const connectTimeoutMs = 5_000;

/** Provides `Database` to the whole service: whoever is given one finds it migrated. */
@Module({})
export class PostgresModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  static forRoot(options: PostgresOptions): DynamicModule {
    return {
      module: PostgresModule,
      global: true,
      providers: [{ provide: Database, useFactory: () => connect(options) }],
      exports: [Database],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

async function connect({ url, migrations }: PostgresOptions): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections, connectionTimeoutMillis: connectTimeoutMs });
  // A connection can be lost at any time. Whoever uses it sees their query fail; an idle one is replaced at its next use.
  // Without listeners, either would end the process.
  pool.on('error', logLost);
  pool.on('connect', (client) => client.on('error', logLost));
  await migrate(pool, migrations);
  return new Database(pool);
}

function logLost(error: Error): void {
  new Logger(PostgresModule.name).warn(`A connection was lost: ${databaseErrorOf(error).reason}`);
}
