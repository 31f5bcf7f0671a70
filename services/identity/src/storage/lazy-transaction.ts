import type { Database, Transaction } from '@downscope/postgres';

const rolledBack = Symbol('rolled back');

/** A transaction that begins with its first query, takes one query at a time, and cannot be committed after one failed. */
export class LazyTransaction {
  private begun: Promise<Transaction> | undefined;
  private settled: Promise<void> = Promise.resolve();
  private readonly end = Promise.withResolvers<undefined>();
  private last: Promise<unknown> = Promise.resolve();
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly database: Database) {}

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
    this.end.resolve(undefined);
    await this.settled;
  }

  async rollBack(): Promise<void> {
    await this.last;
    this.end.reject(rolledBack);
    await this.settled.catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
  }

  private begin(): Promise<Transaction> {
    this.begun ??= new Promise((resolve, reject) => {
      this.settled = this.database.transaction(async (transaction) => {
        resolve(transaction);
        await this.end.promise;
      });
      this.settled.catch(reject);
    });
    return this.begun;
  }
}
