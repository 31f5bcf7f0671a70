import { Database } from '@downscope/postgres';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Counter } from 'prom-client';
import { networkOf } from '../callers/caller.ts';
import type { AuditEvent } from './audit-events.ts';
import { type AuditEntry, auditRow } from './audit.ts';
import { insertAudit } from './insert-audit.ts';

const refusals = new Counter({
  name: 'identity_strangers_refused_total',
  help: 'Refusals of requests that nobody has authenticated for, by event',
  labelNames: ['event'],
});

/** What somebody without an account or a client's credential can bring about as often as they like. */
const ofStrangers: ReadonlySet<AuditEvent> = new Set([
  'login.failed',
  'token.refused',
  'client.authentication_failed',
  'authorization.refused',
  'logout.refused',
  'swap.refused',
]);

export function isOfStranger({ event, subject }: AuditEntry): boolean {
  return subject === undefined && ofStrangers.has(event);
}

const minuteMs = 60_000;
const mostRows = 1000;
const elsewhere = 'further networks';

type Row = ReturnType<typeof auditRow>;

/**
 * Refusals of strangers, counted instead of stored one by one: the audit gets a row for each kind, network and minute, told by the
 * first of them, with how many there were. A minute is written when it is over, or when the process ends; of a process that is
 * killed, the last minute is lost. However many networks there are, a minute has a bounded number of rows.
 */
@Injectable()
export class RefusalCounts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RefusalCounts.name);
  private counted = new Map<string, Row & { count: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.write(), minuteMs).unref();
  }

  /** While there is a database yet. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  count(entry: AuditEntry): void {
    refusals.inc({ event: entry.event });
    const row = auditRow(entry);
    const isFull = this.counted.size >= mostRows;
    const network = networkOf(row.address ?? 'unknown');
    const own = `${entry.event} ${network}`;
    const key = isFull && !this.counted.has(own) ? `${entry.event} ${elsewhere}` : own;
    const known = this.counted.get(key);
    if (known) known.count += 1;
    else if (key === own) this.counted.set(key, { ...row, count: 1 });
    else
      this.counted.set(key, {
        ...auditRow({ event: entry.event, reason: elsewhere }),
        address: null,
        userAgent: null,
        count: 1,
      });
  }

  /** Writes what was counted so far. What cannot be written now is written the next time. */
  async write(): Promise<void> {
    const rows = this.counted;
    if (rows.size === 0) return;
    this.counted = new Map();
    try {
      await insertAudit(this.database.drizzle, [...rows.values()]);
    } catch (error) {
      this.logger.error(error);
      for (const [key, row] of rows) {
        const since = this.counted.get(key);
        this.counted.set(key, since ? { ...row, count: row.count + since.count } : row);
      }
    }
  }
}
