import type { DatabaseOwner } from '@downscope/local/stack';
import type { StackClient } from './stack-client.ts';

/** Makes PostgreSQL refuse what services ask it for whoever bears a mark, and say in its error what it was given. Mended in the end. */
export class StatementsThatFail implements AsyncDisposable {
  readonly #stack: StackClient;
  readonly #mark: string;
  readonly #mending: (() => Promise<unknown>)[] = [];

  constructor(stack: StackClient, mark: string) {
    this.#stack = stack;
    this.#mark = mark;
  }

  ofOrder(): Promise<void> {
    return this.#refuse('order', 'orders', 'customer_number');
  }

  ofBilling(): Promise<void> {
    return this.#refuse('billing', 'invoices', 'customer_number');
  }

  ofCustomer(): Promise<void> {
    return this.#refuse('customer', 'customers', 'address::text');
  }

  /** Its tables are another role's: it may write nowhere any more. */
  async ofIdentity(): Promise<void> {
    this.#mending.push(async () => {
      await this.#query(
        'identity',
        'BEGIN READ WRITE; ALTER ROLE CURRENT_USER RESET default_transaction_read_only; COMMIT',
      );
      await this.#endSessions();
    });
    await this.#query('identity', 'ALTER ROLE CURRENT_USER SET default_transaction_read_only = on');
    await this.#endSessions();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const mend of this.#mending.splice(0).reverse()) await mend();
  }

  /** As a row has it from now on, whatever it had before. */
  async #refuse(owner: DatabaseOwner, table: string, value: string): Promise<void> {
    const name = `refused_${this.#mark}`;
    await this.#query(
      owner,
      `ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${value} NOT LIKE '%${this.#mark}%') NOT VALID`,
    );
    this.#mending.push(() => this.#query(owner, `ALTER TABLE ${table} DROP CONSTRAINT ${name}`));
  }

  /** A role's settings are those of sessions that begin. */
  async #endSessions(): Promise<void> {
    await this.#query(
      'identity',
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()',
    );
  }

  #query(owner: DatabaseOwner, statement: string): Promise<unknown> {
    return this.#stack.query(owner, statement);
  }
}
