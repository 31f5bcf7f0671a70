import { type SQL, sql } from 'drizzle-orm';
import { NodePgSession, NodePgTransaction } from 'drizzle-orm/node-postgres';
import type { PgDialect, PgPreparedQuery, PgTransactionConfig, PreparedQueryConfig } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import { DatabaseError } from './errors/database-error.ts';
import { databaseErrorOf } from './errors/database-error-of.ts';

type NoSchema = Record<string, never>;
type DrizzleSession = NodePgSession<NoSchema, NoSchema>;

/** Drizzle's session on one connection, or on the pool: whatever fails in it is a DatabaseError. */
class Session extends NodePgSession<NoSchema, NoSchema> {
  override prepareQuery<T extends PreparedQueryConfig = PreparedQueryConfig>(
    ...query: Parameters<DrizzleSession['prepareQuery']>
  ): PgPreparedQuery<T> {
    const prepared = super.prepareQuery<T>(...query);
    const execute = prepared.execute.bind(prepared);
    prepared.execute = async (values) => {
      try {
        return await execute(values);
      } catch (error) {
        throw databaseErrorOf(error, query[0].sql);
      }
    };
    return prepared;
  }
}

/**
 * Drizzle's session on the pool, with transactions that give their connection back, or away, whatever fails. Drizzle's own lose it
 * where BEGIN fails, and the first error where ROLLBACK does.
 */
export class PoolSession extends Session {
  constructor(
    private readonly pool: pg.Pool,
    dialect: PgDialect,
  ) {
    super(pool, dialect, undefined);
  }

  /** @throws DatabaseError for whatever the database did; what `work` throws comes as it is */
  override async transaction<Result>(
    work: (transaction: SafeTransaction) => Promise<Result>,
    config?: PgTransactionConfig,
  ): Promise<Result> {
    const client = await connect(this.pool);
    let usable = false;
    try {
      const transaction = new SafeTransaction(this.dialect, new Session(client, this.dialect, undefined));
      await transaction.execute(sql`begin`);
      try {
        if (config) await transaction.setTransaction(config);
        const result = await work(transaction);
        await commit(transaction);
        usable = true;
        return result;
      } catch (error) {
        usable = await undo(transaction, sql`rollback`, error);
        throw error;
      }
    } finally {
      // True ends the connection: it is lost, or in a state that nobody knows.
      client.release(!usable);
    }
  }
}

/** Drizzle's transaction, whose inner ones (savepoints) keep the first error too. */
class SafeTransaction extends NodePgTransaction<NoSchema, NoSchema> {
  constructor(
    private readonly ofDialect: PgDialect,
    private readonly inSession: Session,
    depth = 0,
  ) {
    super(ofDialect, inSession, undefined, depth);
  }

  override async transaction<Result>(work: (transaction: SafeTransaction) => Promise<Result>): Promise<Result> {
    const inner = new SafeTransaction(this.ofDialect, this.inSession, this.nestedIndex + 1);
    const savepoint = sql.identifier(`sp${String(inner.nestedIndex)}`);
    await inner.execute(sql`savepoint ${savepoint}`);
    try {
      const result = await work(inner);
      await inner.execute(sql`release savepoint ${savepoint}`);
      return result;
    } catch (error) {
      await undo(inner, sql`rollback to savepoint ${savepoint}`, error);
      throw error;
    }
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw databaseErrorOf(error);
  }
}

/** @throws DatabaseError where a statement had failed, and `work` went on: PostgreSQL answers COMMIT with ROLLBACK then, and no error */
async function commit(transaction: SafeTransaction): Promise<void> {
  const { command } = await transaction.execute(sql`commit`);
  if (command === 'COMMIT') return;
  const sqlState = '25P02';
  throw new DatabaseError({
    kind: 'permanent',
    reason: `${sqlState} a statement had failed, so nothing is kept`,
    sqlState,
  });
}

/** Answers whether it succeeded: then the connection can be used again. What failed before is what is told. */
async function undo(transaction: SafeTransaction, statement: SQL, because: unknown): Promise<boolean> {
  // Where no answer came, none will come to this either.
  if (because instanceof DatabaseError && because.kind === 'passing' && because.sqlState === undefined) return false;
  try {
    await transaction.execute(statement);
    return true;
  } catch {
    return false;
  }
}
