import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every value of every row of every table. */
export async function dumpOf({ drizzle }: Database): Promise<string[]> {
  const { rows: tables } = await drizzle.execute<{ name: string }>(
    sql`SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const dumps: string[] = [];
  for (const { name } of tables) {
    const { rows } = await drizzle.execute(sql.raw(`SELECT * FROM ${name}`));
    dumps.push(
      ...rows
        .flatMap((row) => Object.values(row))
        .map((value) => {
          if (Buffer.isBuffer(value)) return value.toString('base64url');
          return typeof value === 'string' ? value : JSON.stringify(value);
        }),
    );
  }
  return dumps;
}

export function filesIn(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
}

/**
 * All that a thief may try as a key: each text, what stands in it as JSON, the parts of a JOSE object, and what any of these is the
 * base64url of.
 */
export function candidatesIn(texts: readonly string[], depth = 3): Set<string> {
  const found = new Set(texts);
  if (depth === 0) return found;
  const inside = texts.flatMap((text) => [
    ...text.split('.'),
    ...text.split(/[",{}:\s]+/),
    ...leavesOf(text),
    decoded(text),
  ]);
  return new Set([
    ...found,
    ...candidatesIn(
      [...new Set(inside)].filter((text) => text.length >= 16 && !found.has(text)),
      depth - 1,
    ),
  ]);
}

/** What each is as a secret of HMAC or AES: its letters, and what they are the base64url of. */
export function secretsIn(candidates: Iterable<string>): Buffer[] {
  return [...candidates].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'base64url')]);
}

function leavesOf(text: string): string[] {
  try {
    const leaves: string[] = [];
    JSON.parse(text, (_, value: unknown) => {
      if (typeof value === 'string') leaves.push(value);
      else if (typeof value === 'object') leaves.push(JSON.stringify(value));
      return value;
    });
    return leaves;
  } catch {
    return [];
  }
}

function decoded(text: string): string {
  return /^[\w-]+$/.test(text) ? Buffer.from(text, 'base64url').toString() : '';
}
