import { Database, migrateDatabase } from '@downscope/postgres';
import { PostgresServer } from '@downscope/postgres/testing';
import pg from 'pg';
import { migrations } from '../src/migrations.ts';

/** A PostgreSQL server with identity's tables, for one spec file. */
export class IdentityDatabase {
  private readonly pools: pg.Pool[] = [];

  private constructor(private readonly server: PostgresServer) {}

  static async start(): Promise<IdentityDatabase> {
    const server = await PostgresServer.start();
    await migrateDatabase(server.url, migrations);
    return new IdentityDatabase(server);
  }

  get dataFolder(): string {
    return this.server.dataFolder;
  }

  /** As a replica of identity has it: with connections of its own. */
  connect(): Database {
    const pool = new pg.Pool({ connectionString: this.server.url, max: 4 });
    // A connection that is still closing when the server stops is nobody's any more.
    pool.on('error', () => undefined);
    this.pools.push(pool);
    return new Database(pool);
  }

  async stop(): Promise<void> {
    for (const pool of this.pools) await pool.end();
    await this.server.stop();
  }
}
