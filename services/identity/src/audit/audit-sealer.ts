import { Database, type Transaction } from '@downscope/postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { KeyRing } from '../keys/key-ring.ts';
import { AuditGaps, type Snapshot } from './audit-gaps.ts';
import { auditLine, monthOf } from './audit-line.ts';
import { headOf, type Seal, sealed } from './seal.ts';
import { insertSeal, newestSeal } from './seals.table.ts';

// Any constant: it separates this from other users of advisory locks in the same database.
const sealLock = 4_171_212;
const intervalMs = 500;
const headIntervalMs = 3_600_000;
const mostRows = 5_000;

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly month: string;
  readonly digest: Buffer;
}

/**
 * Seals what was written to the audit, twice a second: whichever replica comes first does it for all. A seal holds the digest of each
 * row, and a MAC of that and of the seal before, by a key that the database does not have (docs/adr).
 */
@Injectable()
export class AuditSealer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AuditSealer.name);
  private readonly gaps = new AuditGaps();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly turns = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly keyRing: KeyRing,
  ) {}

  onApplicationBootstrap(): void {
    this.every(intervalMs, () => this.sealAll());
    // For the platform's logs to keep: verify compares them with what is there.
    this.every(headIntervalMs, async () => {
      const newest = await newestSeal(this.database.drizzle);
      if (newest) this.logger.log(`the audit is sealed up to row ${newest.lastId}, head ${headOf(newest)}`);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.turns);
  }

  /** Resolves when nothing is left that was there when it began. */
  async sealAll(): Promise<void> {
    while ((await this.database.transaction((tx) => this.sealSome(tx))) === mostRows);
  }

  private async sealSome(tx: Transaction): Promise<number> {
    const { rows: taken } = await tx.execute<{ mine: boolean; now: string }>(
      sql`SELECT pg_try_advisory_xact_lock(${sealLock}) AS mine, clock_timestamp()::text AS now`,
    );
    if (taken[0]?.mine !== true) return 0;
    const last = await newestSeal(tx);
    const rows = await this.unsealed(tx, last);
    if (rows.length > 0) await this.seal(tx, rows, last, new Date(taken[0].now));
    return rows.length;
  }

  private async unsealed(tx: Transaction, last: Seal | undefined): Promise<Row[]> {
    const { lastId, gaps } = last ?? { lastId: '0', gaps: [] };
    const { rows } = await tx.execute<Row>(sql`
      SELECT id, ${monthOf} AS month, sha256(convert_to(${auditLine}, 'UTF8')) AS digest FROM audit
      WHERE id > ${lastId} OR id = ANY (${`{${gaps.join()}}`}) ORDER BY id LIMIT ${mostRows}`);
    return rows;
  }

  /** One seal for each month, so that a month can go. */
  private async seal(tx: Transaction, rows: readonly Row[], last: Seal | undefined, now: Date): Promise<void> {
    const found = rows.map(({ id }) => id);
    const before = last?.lastId ?? '0';
    const gaps = this.gaps.between(before, found, last?.gaps ?? []);
    const open = this.gaps.open(gaps, await snapshot(tx), Date.now());
    const newest = found.at(-1) ?? before;
    const lastId = BigInt(newest) > BigInt(before) ? newest : before;
    // In the order of its number, whatever clocks do: the oldest seals are dropped by their time.
    const sealedAt = last && last.sealedAt > now ? last.sealedAt : now;
    let previous = last;
    for (const [month, ofMonth] of Map.groupBy(rows, (row) => row.month)) {
      const number = (previous?.number ?? 0) + 1;
      const ids = ofMonth.map(({ id }) => id);
      const digests = Buffer.concat(ofMonth.map(({ digest }) => digest));
      const said = { number, sealedAt, month, ids, digests, lastId, gaps: open };
      previous = sealed(said, previous, this.keyRing.secretKey('audit'));
      await insertSeal(tx, previous);
    }
  }

  /** What fails is tried again at the next turn. */
  private every(milliseconds: number, work: () => Promise<void>): void {
    let underWay: Promise<void> | undefined;
    const take = async (): Promise<void> => {
      try {
        await work();
      } catch (error) {
        this.logger.warn(error);
      }
    };
    const begin = (): void => {
      if (underWay) return;
      const turn = take().finally(() => {
        underWay = undefined;
        this.turns.delete(turn);
      });
      underWay = turn;
      this.turns.add(turn);
    };
    this.timers.push(setInterval(begin, milliseconds).unref());
  }
}

async function snapshot(tx: Transaction): Promise<Snapshot> {
  const { rows } = await tx.execute<{ xmin: string; xmax: string }>(
    sql`SELECT pg_snapshot_xmin(now)::text AS xmin, pg_snapshot_xmax(now)::text AS xmax FROM pg_current_snapshot() AS now`,
  );
  const { xmin = '0', xmax = '0' } = rows[0] ?? {};
  return { xmin: BigInt(xmin), xmax: BigInt(xmax) };
}
