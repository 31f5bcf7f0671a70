import type { Database, Transaction } from '@downscope/postgres';
import { type SQL, sql } from 'drizzle-orm';
import type { Seal } from './seal.ts';

type Connection = Database['drizzle'] | Transaction;

interface Row extends Record<string, unknown> {
  readonly number: string;
  readonly sealed_at: string;
  readonly month: string;
  readonly ids: string[];
  readonly digests: Buffer;
  readonly last_id: string;
  readonly gaps: string[];
  readonly previous: Buffer | null;
  readonly kid: string;
  readonly mac: Buffer;
}

export async function newestSeal(connection: Connection): Promise<Seal | undefined> {
  const [newest] = await read(connection, sql`ORDER BY number DESC LIMIT 1`);
  return newest;
}

/** The next ones behind a number, oldest first. */
export function sealsAfter(connection: Connection, number: number, most: number): Promise<Seal[]> {
  return read(connection, sql`WHERE number > ${number} ORDER BY number LIMIT ${most}`);
}

export async function insertSeal(connection: Connection, seal: Seal): Promise<void> {
  const { number, sealedAt, month, ids, digests, lastId, gaps, previous, kid, mac } = seal;
  await connection.execute(sql`
    INSERT INTO audit_seals (number, sealed_at, month, ids, digests, last_id, gaps, previous, kid, mac)
    VALUES (${number}, ${sealedAt.toISOString()}, ${`${month}-01`}, ${arrayOf(ids)}, ${digests}, ${lastId}, ${arrayOf(gaps)}, ${previous}, ${kid}, ${mac})`);
}

async function read(connection: Connection, which: SQL): Promise<Seal[]> {
  const { rows } = await connection.execute<Row>(sql`
    SELECT number, to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS sealed_at,
      to_char(month, 'YYYY-MM') AS month, ids::text[], digests, last_id, gaps::text[], previous, kid, mac
    FROM audit_seals ${which}`);
  return rows.map(({ number, sealed_at, last_id, ...rest }) => ({
    ...rest,
    number: Number(number),
    sealedAt: new Date(sealed_at),
    lastId: last_id,
  }));
}

/** As PostgreSQL writes an array: of ids, so nothing needs quotes. */
const arrayOf = (ids: readonly string[]): string => `{${ids.join()}}`;
