import { Database, type Transaction } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AdapterPayload } from 'oidc-provider';
import { LazyTransaction } from './lazy-transaction.ts';
import type { Connection } from './prepared.ts';

/** Writes what a unit of work tells beside what it stores, such as the audit. */
export interface Ledger<Line> {
  /** @param transaction that of the unit; none where the unit has stored nothing */
  write(lines: readonly Line[], transaction: Transaction | undefined): Promise<void>;
}

/** Something that is remembered until the unit ends, by the one file that has a use for it. */
export interface UnitMemory<Kept> {
  readonly nothing: () => Kept;
}

interface Unit {
  readonly transaction: LazyTransaction;
  /** What each ledger has been told. */
  readonly told: Map<Ledger<unknown>, unknown[]>;
  /** Records that were read along with another, by model and id. */
  readonly readAhead: Map<string, AdapterPayload>;
  readonly memories: Map<UnitMemory<unknown>, unknown>;
  assertionIsForOneUse: boolean;
  rotatedFrom: string | undefined;
}

/**
 * One request, one transaction: what oidc-provider stores and what is told about it become true together. A request that stores nothing
 * has none: it reads on any connection, and what it tells is written before it is answered.
 *
 * oidc-provider hands its adapter no context of the request, so the unit is found by async-local storage. It says where to write,
 * never who is asking.
 */
@Injectable()
export class UnitOfWork {
  private readonly units = new AsyncLocalStorage<Unit>();

  constructor(private readonly database: Database) {}

  /**
   * Runs `work` and commits. Nothing is kept when it rejects or when `keep` then says no.
   *
   * The transaction begins with the first write, so no connection waits for a slow client's body. Keep calls to other services
   * out of here.
   */
  async run<Result>(work: () => Result | Promise<Result>, keep: () => boolean = () => true): Promise<Result> {
    const unit: Unit = {
      transaction: new LazyTransaction(this.database),
      told: new Map(),
      readAhead: new Map(),
      memories: new Map(),
      assertionIsForOneUse: true,
      rotatedFrom: undefined,
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

  /** What the unit that is running remembers of this kind. */
  memory<Kept>(kind: UnitMemory<Kept>): Kept {
    const { memories } = this.current();
    const kept = memories.has(kind) ? (memories.get(kind) as Kept) : kind.nothing();
    memories.set(kind, kept);
    return kept;
  }

  /** Adds to what the ledger will write if the unit commits. */
  tell<Line>(ledger: Ledger<Line>, line: Line): void {
    const { told } = this.current();
    const key = ledger as Ledger<unknown>;
    told.set(key, [...(told.get(key) ?? []), line]);
  }

  /** The client's assertion, which was verified, need not be remembered. */
  assertionMayComeAgain(): void {
    this.current().assertionIsForOneUse = false;
  }

  get assertionIsForOneUse(): boolean {
    return this.current().assertionIsForOneUse;
  }

  /** The refresh token that is made next takes the place of this one, by its digest. */
  rotatesFrom(idHash: string): void {
    this.current().rotatedFrom = idHash;
  }

  get rotatedFrom(): string | undefined {
    return this.current().rotatedFrom;
  }

  private async keep({ transaction, told }: Unit): Promise<void> {
    for (const [ledger, lines] of told) {
      if (transaction.hasBegun) await transaction.query((tx) => ledger.write(lines, tx));
      else await ledger.write(lines, undefined);
    }
    await transaction.commit();
  }

  private current(): Unit {
    const unit = this.units.getStore();
    if (!unit) throw new Error('No unit of work is running');
    return unit;
  }
}
