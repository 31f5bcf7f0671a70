import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';

/** A transaction in progress: what a repository writes through, so that rows and events become true together. */
export type Transaction = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

/** A service's own database, migrated. */
export class Database {
  /** Drizzle's query builder, outside of any transaction. */
  readonly drizzle: NodePgDatabase;

  constructor(readonly pool: pg.Pool) {
    this.drizzle = drizzle(pool);
  }

  /** Runs `work` in one transaction: all of it happened when the promise resolves, none of it when it rejects. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.drizzle.transaction(work);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
