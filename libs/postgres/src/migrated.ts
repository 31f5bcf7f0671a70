import { readdirSync } from 'node:fs';
import { parse } from 'node:path';
import pg from 'pg';
import { databaseErrorOf } from './errors/database-error-of.ts';
import type { Migrations } from './migrate.ts';

/** Whoever owns the tables has not migrated them yet; the message names the files. */
export class NotMigrated extends Error {
  readonly code = 'database_not_migrated';

  constructor(owner: string, missing: readonly string[]) {
    super(`The database lacks migrations of ${owner}, which the owner of its tables applies: ${missing.join(', ')}`);
    this.name = 'NotMigrated';
  }
}

/**
 * For a service whose role may not change its tables: somebody else has migrated them before it starts.
 *
 * @throws NotMigrated, DatabaseError
 */
export async function expectMigrated(url: string, migrations: Migrations): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    for (const [owner, folder] of Object.entries(migrations)) {
      const applied = await namesIn(client, `migrations_${owner}`);
      const missing = readdirSync(folder)
        .map((file) => parse(file).name)
        .filter((name) => !applied.has(name));
      if (missing.length > 0) throw new NotMigrated(owner, missing.sort());
    }
  } catch (error) {
    throw error instanceof NotMigrated ? error : databaseErrorOf(error, 'the look at what was migrated');
  } finally {
    await client.end();
  }
}

async function namesIn(client: pg.Client, table: string): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  if (rows[0]?.there !== true) return new Set();
  const names = await client.query<{ name: string }>(`SELECT name FROM ${pg.escapeIdentifier(table)}`);
  return new Set(names.rows.map(({ name }) => name));
}
