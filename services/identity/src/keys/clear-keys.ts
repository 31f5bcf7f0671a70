import type { Transaction } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import type { JWK } from 'jose';

interface ClearKey {
  readonly jwk: JWK & { kid: string };
  readonly madeAtMs: number;
}

interface Row extends Record<string, unknown> {
  readonly jwk: JWK & { kid: string };
  readonly made_at: string;
}

/**
 * Takes what an older version stored in clear out of the database, tables and all. Its signing keys verify as long as their tokens
 * live; its cookie keys are gone, and people log in once more.
 */
export async function adoptClearKeys(tx: Transaction): Promise<ClearKey[]> {
  const { rows } = await tx.execute<{ there: boolean }>(sql`SELECT to_regclass('signing_keys') IS NOT NULL AS there`);
  if (rows[0]?.there !== true) return [];
  const signing = await tx.execute<Row>(sql`SELECT private_jwk AS jwk, created_at AS made_at FROM signing_keys`);
  await tx.execute(sql`SELECT drop_clear_keys()`);
  return signing.rows.map((row) => ({ jwk: row.jwk, madeAtMs: new Date(row.made_at).getTime() }));
}
