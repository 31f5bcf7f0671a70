import { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { PgDialect } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import { PoolSession } from './session.ts';

/** A transaction in progress: what a repository writes through, so that rows and events become true together. */
export type Transaction = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

/** A service's own database, migrated. Whatever fails in it is a DatabaseError, and holds no value of a statement. */
export class Database {
  /** Drizzle's query builder, outside of any transaction. */
  readonly drizzle: NodePgDatabase;

  constructor(readonly pool: pg.Pool) {
    const dialect = new PgDialect();
    this.drizzle = new NodePgDatabase(dialect, new PoolSession(pool, dialect), undefined);
  }

  /**
   * Runs `work` in one transaction: all of it happened when the promise resolves, none of it when it rejects. But for a commit whose
   * answer is lost: what then rejects with DatabaseUnavailable may have happened.
   */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.drizzle.transaction(work);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
