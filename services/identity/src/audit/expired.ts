import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';

/** A month that went because it was older than the retention. */
export interface Expired {
  readonly said: string;
  /** YYYY-MM, if it was one of rows. */
  readonly month: string | undefined;
  /** If it was one of seals. */
  readonly lastSeal: number | undefined;
}

/** What keep_audit_months (migrations/0010) has said about what it dropped. */
export async function expiredIn(drizzle: Database['drizzle']): Promise<Expired[]> {
  const { rows } = await drizzle.execute<{ on: string; reason: string }>(
    sql`SELECT to_char(at, 'YYYY-MM-DD') AS on, reason FROM audit WHERE event = 'audit.expired' ORDER BY id`,
  );
  return rows.map(({ on, reason }) => {
    const lastSeal = /^seals up to (\d+)/.exec(reason)?.[1];
    return {
      said: `${on}: ${reason}`,
      month: /^rows of (\d{4}-\d\d)/.exec(reason)?.[1],
      lastSeal: lastSeal === undefined ? undefined : Number(lastSeal),
    };
  });
}
