import type { Database } from '@downscope/postgres';
import type { auditRow } from './audit.ts';
import { insertAudit } from './insert-audit.ts';

type Row = ReturnType<typeof auditRow>;

interface Waiting {
  readonly rows: readonly Row[];
  readonly settle: PromiseWithResolvers<null>;
}

const maxRows = 500;

/**
 * Writes the audit of requests that store nothing else. While one statement is under way, what comes meanwhile waits for the next, which
 * takes all of it: a request alone waits for nobody, and under load many share a round trip and a flush to disk.
 */
export class AuditBatch {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly database: Database) {}

  /** Resolves when the rows are on disk. */
  async write(rows: readonly Row[]): Promise<void> {
    const settle = Promise.withResolvers<null>();
    this.waiting.push({ rows, settle });
    if (!this.writing) void this.writeAll();
    await settle.promise;
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) await this.writeSome(this.take());
    this.writing = false;
  }

  private take(): Waiting[] {
    const taken: Waiting[] = [];
    for (let rows = 0; this.waiting.length > 0 && rows < maxRows; rows += taken.at(-1)?.rows.length ?? 0) {
      taken.push(...this.waiting.splice(0, 1));
    }
    return taken;
  }

  private async writeSome(batch: readonly Waiting[]): Promise<void> {
    try {
      await insertAudit(
        this.database.drizzle,
        batch.flatMap(({ rows }) => rows),
      );
      for (const { settle } of batch) settle.resolve(null);
    } catch (error) {
      for (const { settle } of batch) settle.reject(error);
    }
  }
}
