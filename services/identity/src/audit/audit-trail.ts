import { Database } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { type Ledger, UnitOfWork } from '../storage/unit-of-work.ts';
import { AuditBatch } from './audit-batch.ts';
import { type AuditEntry, auditRow } from './audit.ts';
import { insertAudit } from './insert-audit.ts';
import { isOfStranger, RefusalCounts } from './refusal-counts.ts';

type Row = ReturnType<typeof auditRow>;

/**
 * Where everything that is audited goes. A line is written in the transaction of what it tells; where a request has stored nothing, in a
 * statement that requests share. Refusals of strangers are counted.
 */
@Injectable()
export class AuditTrail {
  private readonly ledger: Ledger<Row>;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    database: Database,
    private readonly refusals: RefusalCounts,
  ) {
    const batch = new AuditBatch(database);
    this.ledger = {
      write: async (rows, transaction) => {
        await (transaction ? insertAudit(transaction, rows) : batch.write(rows));
      },
    };
  }

  /** Adds to what is audited if the unit of work that is running commits. */
  record(entry: AuditEntry): void {
    if (isOfStranger(entry)) this.refusals.count(entry);
    else this.unitOfWork.tell(this.ledger, auditRow(entry));
  }

  /** Outside of any unit of work. Resolves when it is on disk, or counted. */
  recordAlone(entry: AuditEntry): Promise<void> {
    return this.unitOfWork.run(() => {
      this.record(entry);
    });
  }
}
