import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { auditLine } from './audit-line.ts';
import { type Expired, expiredIn } from './expired.ts';
import { digestAt, follows, headOf, isGenuine, type Seal } from './seal.ts';
import { sealsAfter } from './seals.table.ts';

export interface Verification {
  /** What is not as it was sealed: each names a row or a seal. */
  readonly faults: readonly string[];
  /** What went because it was older than the retention, and when. */
  readonly expired: readonly string[];
  readonly rows: number;
  readonly head: string | undefined;
}

/** The secret of a key that has sealed. */
type SecretOf = (kid: string) => Buffer | undefined;

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly line: string;
}

const sealsAtOnce = 50;
/** A row is sealed within a second; a machine that is busy takes longer. */
const unsealedForSeconds = 60;

/**
 * Compares every row that there is with its seal, and every seal with the one before.
 *
 * @param knownHead of a seal that somebody has kept elsewhere: up to it nothing can have been cut off
 */
export async function verifyAudit(
  { drizzle }: Database,
  secretOf: SecretOf,
  knownHead?: string,
): Promise<Verification> {
  const expired = await expiredIn(drizzle);
  const faults: string[] = [];
  let [rows, previous, knowsHead]: [number, Seal | undefined, boolean] = [0, undefined, knownHead === undefined];
  for (;;) {
    const seals = await sealsAfter(drizzle, previous?.number ?? 0, sealsAtOnce);
    if (seals.length === 0) break;
    const lines = await linesOf(drizzle, seals);
    for (const seal of seals) {
      faults.push(...faultsOfSeal(seal, previous, secretOf, expired), ...faultsOfRows(seal, lines, expired));
      rows += seal.ids.filter((id) => lines.has(id)).length;
      knowsHead ||= headOf(seal) === knownHead;
      previous = seal;
    }
  }
  if (!knowsHead) faults.push(`seal ${String(knownHead)}: removed, or changed`);
  faults.push(...(await withoutSeal(drizzle, previous)));
  return { faults, expired: expired.map(({ said }) => said), rows, head: previous && headOf(previous) };
}

function faultsOfSeal(seal: Seal, before: Seal | undefined, secretOf: SecretOf, expired: readonly Expired[]): string[] {
  const { number, ids, kid } = seal;
  const name = `seal ${number} (rows ${String(ids[0])} to ${String(ids.at(-1))})`;
  const secret = secretOf(kid);
  if (!secret) return [`${name}: made with the key ${kid}, which is not there`];
  if (!isGenuine(seal, secret)) return [`${name}: changed`];
  const mayBeFirst = number === 1 || expired.some(({ lastSeal }) => lastSeal === number - 1);
  return (before ? follows(seal, before) : mayBeFirst) ? [] : [`${name}: what was sealed before is removed`];
}

function faultsOfRows(
  seal: Seal,
  lines: ReadonlyMap<string, readonly string[]>,
  expired: readonly Expired[],
): string[] {
  const isExpired = expired.some(({ month }) => month === seal.month);
  return seal.ids.flatMap((id, index) => {
    const [line, ...others] = lines.get(id) ?? [];
    if (others.length > 0) return [`row ${id}: there is another of that id`];
    if (line === undefined) return isExpired ? [] : [`row ${id}: removed`];
    return createHash('sha256').update(line).digest('hex') === digestAt(seal, index) ? [] : [`row ${id}: changed`];
  });
}

async function linesOf(drizzle: Database['drizzle'], seals: readonly Seal[]): Promise<ReadonlyMap<string, string[]>> {
  const ids = seals.flatMap((seal) => seal.ids).join();
  const { rows } = await drizzle.execute<Row>(
    sql`SELECT id, ${auditLine} AS line FROM audit WHERE id = ANY (${`{${ids}}`})`,
  );
  const lines = new Map<string, string[]>();
  for (const { id, line } of rows) lines.set(id, [...(lines.get(id) ?? []), line]);
  return lines;
}

/** Rows that somebody has put where the sealer had been already, or that nobody has sealed although there was time. */
async function withoutSeal(drizzle: Database['drizzle'], newest: Seal | undefined): Promise<string[]> {
  const { lastId, gaps } = newest ?? { lastId: '0', gaps: [] };
  const { rows } = await drizzle.execute<{ id: string; late: boolean }>(sql`
    SELECT id, id <= ${lastId} AND id <> ALL (${`{${gaps.join()}}`}) AS late
    FROM audit JOIN (SELECT id FROM audit EXCEPT SELECT unnest(ids) FROM audit_seals) AS unsealed USING (id)
    WHERE (id <= ${lastId} AND id <> ALL (${`{${gaps.join()}}`}))
       OR at < now() - make_interval(secs => ${unsealedForSeconds})
    ORDER BY id`);
  return rows.map(({ id, late }) => `row ${id}: ${late ? 'inserted afterwards' : 'not sealed; does identity run?'}`);
}
