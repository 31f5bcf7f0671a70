import { Database, type Transaction } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { AsyncLocalStorage } from 'node:async_hooks';
import { audit, type AuditEntry, auditRow } from '../audit/audit.ts';
import { isOfStranger, RefusalCounts } from '../audit/refusal-counts.ts';
import { LazyTransaction } from './lazy-transaction.ts';

interface Unit {
  readonly transaction: LazyTransaction;
  readonly entries: AuditEntry[];
}

/**
 * One request, one transaction: what oidc-provider stores and what the audit says about it become true together.
 *
 * oidc-provider hands its adapter no context of the request, so the unit is found by async-local storage. It says where to write,
 * never who is asking.
 */
@Injectable()
export class UnitOfWork {
  private readonly units = new AsyncLocalStorage<Unit>();

  constructor(
    private readonly database: Database,
    private readonly refusals: RefusalCounts,
  ) {}

  /**
   * Runs `work` and commits. Nothing is kept when it rejects or when `keep` then says no.
   *
   * The transaction begins with the first query, so no connection waits for a slow client's body. Keep calls to other services
   * out of here.
   */
  async run<Result>(work: () => Result | Promise<Result>, keep: () => boolean = () => true): Promise<Result> {
    const unit: Unit = { transaction: new LazyTransaction(this.database), entries: [] };
    try {
      const result = await this.units.run(unit, work);
      if (!keep()) await unit.transaction.rollBack();
      else {
        if (unit.entries.length > 0) {
          await unit.transaction.query((tx) => tx.insert(audit).values(unit.entries.map(auditRow)));
        }
        await unit.transaction.commit();
      }
      return result;
    } catch (error) {
      await unit.transaction.rollBack();
      throw error;
    }
  }

  /** Queries within the unit that is running. */
  query<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.current().transaction.query(work);
  }

  /** Adds to what will be audited if the unit commits. What strangers are refused is counted. */
  record(entry: AuditEntry): void {
    if (isOfStranger(entry)) this.refusals.count(entry);
    else this.current().entries.push(entry);
  }

  private current(): Unit {
    const unit = this.units.getStore();
    if (!unit) throw new Error('No unit of work is running');
    return unit;
  }
}
