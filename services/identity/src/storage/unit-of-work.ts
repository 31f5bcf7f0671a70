import { Database, type Transaction } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { AsyncLocalStorage } from 'node:async_hooks';
import { audit, type AuditEntry, auditRow } from '../audit/audit.ts';
import type { AdapterPayload } from 'oidc-provider';
import { AuditBatch } from '../audit/audit-batch.ts';
import { isOfStranger, RefusalCounts } from '../audit/refusal-counts.ts';
import { LazyTransaction } from './lazy-transaction.ts';
import type { Connection } from './stored-records.ts';

interface Unit {
  readonly transaction: LazyTransaction;
  readonly entries: AuditEntry[];
  /** Records that were read along with another, by model and id. */
  readonly readAhead: Map<string, AdapterPayload>;
  assertionIsForOneUse: boolean;
}

/**
 * One request, one transaction: what oidc-provider stores and what the audit says about it become true together. A request that stores
 * nothing has none: it reads on any connection, and its audit is on disk before it is answered, in a statement that it may share.
 *
 * oidc-provider hands its adapter no context of the request, so the unit is found by async-local storage. It says where to write,
 * never who is asking.
 */
@Injectable()
export class UnitOfWork {
  private readonly units = new AsyncLocalStorage<Unit>();

  private readonly auditBatch: AuditBatch;

  constructor(
    private readonly database: Database,
    private readonly refusals: RefusalCounts,
  ) {
    this.auditBatch = new AuditBatch(database);
  }

  /**
   * Runs `work` and commits. Nothing is kept when it rejects or when `keep` then says no.
   *
   * The transaction begins with the first write, so no connection waits for a slow client's body. Keep calls to other services
   * out of here.
   */
  async run<Result>(work: () => Result | Promise<Result>, keep: () => boolean = () => true): Promise<Result> {
    const unit: Unit = {
      transaction: new LazyTransaction(this.database),
      entries: [],
      readAhead: new Map(),
      assertionIsForOneUse: true,
    };
    try {
      const result = await this.units.run(unit, work);
      if (!keep()) await unit.transaction.rollBack();
      else await this.keep(unit);
      return result;
    } catch (error) {
      await unit.transaction.rollBack();
      throw error;
    }
  }

  /** Writes, or reads what must not change meanwhile, in the transaction of the unit that is running. */
  query<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const { transaction, readAhead } = this.current();
    readAhead.clear();
    return transaction.query(work);
  }

  /** Reads: what the unit that is running wrote, if it did, and outside of any transaction if not. */
  read<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const { transaction } = this.current();
    return transaction.hasBegun ? transaction.query(work) : work(this.database.drizzle);
  }

  /** What was read along with another record, and not written since, until it is asked for. */
  get readAhead(): Map<string, AdapterPayload> {
    return this.current().readAhead;
  }

  /** Adds to what will be audited if the unit commits. What strangers are refused is counted. */
  record(entry: AuditEntry): void {
    if (isOfStranger(entry)) this.refusals.count(entry);
    else this.current().entries.push(entry);
  }

  /** The client's assertion, which was verified, need not be remembered. */
  assertionMayComeAgain(): void {
    this.current().assertionIsForOneUse = false;
  }

  get assertionIsForOneUse(): boolean {
    return this.current().assertionIsForOneUse;
  }

  private async keep({ transaction, entries }: Unit): Promise<void> {
    const rows = entries.map(auditRow);
    if (rows.length > 0) {
      if (transaction.hasBegun) await transaction.query((tx) => tx.insert(audit).values(rows));
      else await this.auditBatch.write(rows);
    }
    await transaction.commit();
  }

  private current(): Unit {
    const unit = this.units.getStore();
    if (!unit) throw new Error('No unit of work is running');
    return unit;
  }
}
