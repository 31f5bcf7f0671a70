import type { Database, Transaction } from '@downscope/postgres';

const rolledBack = new Error('rolled back on purpose');

/** A transaction that begins with its first query, takes one query at a time, and cannot be committed after one failed. */
export class LazyTransaction {
  private begun: Promise<Transaction> | undefined;
  private settled: Promise<void> = Promise.resolve();
  private readonly end = Promise.withResolvers<'commit' | 'roll back'>();
  private last: Promise<unknown> = Promise.resolve();
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly database: Database) {}

  get hasBegun(): boolean {
    return this.begun !== undefined;
  }

  query<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const result = this.last.then(async () => work(await this.begin()));
    this.last = result.catch((error: unknown) => {
      this.failure ??= { error };
    });
    return result;
  }

  /** @throws the first error of a query: PostgreSQL answers COMMIT with a silent ROLLBACK then. */
  async commit(): Promise<void> {
    await this.last;
    if (this.failure) throw this.failure.error;
    this.end.resolve('commit');
    await this.settled;
  }

  async rollBack(): Promise<void> {
    await this.last;
    this.end.resolve('roll back');
    await this.settled.catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
  }

  private begin(): Promise<Transaction> {
    this.begun ??= new Promise((resolve, reject) => {
      this.settled = this.database.transaction(async (transaction) => {
        resolve(transaction);
        if ((await this.end.promise) === 'roll back') throw rolledBack;
      });
      this.settled.catch(reject);
    });
    return this.begun;
  }
}
