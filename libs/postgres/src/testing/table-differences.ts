import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Whether a row can be inserted without it: a default, an identity, or generated. */
  readonly given: boolean;
  readonly inPrimaryKey: boolean;
}

/**
 * Where Drizzle's tables say something else than the migrated database: columns, types, null, keys, and defaults that they count on. What
 * the database has besides must be there without being inserted.
 *
 * @returns a line for each difference
 */
export async function tableDifferences(url: string, tables: readonly PgTable[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const differences: string[] = [];
    for (const table of tables)
      differences.push(...differencesOf(table, await columnsOf(client, getTableConfig(table).name)));
    return differences;
  } finally {
    await client.end();
  }
}

/** The names that `pgTable` is given in a folder: every one of them is to be compared. */
export function tableNamesIn(folder: URL): string[] {
  const path = fileURLToPath(folder);
  const sources = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(path, file), 'utf8'));
  return sources.flatMap((text) => [...text.matchAll(/\bpgTable\(\s*'(\w+)'/g)].map(([, name = '']) => name)).sort();
}

function differencesOf(table: PgTable, inDatabase: ReadonlyMap<string, Column>): string[] {
  const { name: tableName, columns, primaryKeys } = getTableConfig(table);
  const keys = new Set(primaryKeys.flatMap((key) => key.columns.map(({ name }) => name)));
  const said = new Map(columns.map((column) => [column.name, saidBy(column, keys)]));
  const unknown = [...inDatabase.values()].filter(({ name }) => !said.has(name));
  // Of a key that a column belongs to which is never inserted and never asked for, Drizzle knows nothing.
  const comparesKeys =
    unknown.every((column) => !column.inPrimaryKey) || [...said.values()].some((column) => column.inPrimaryKey);
  return [
    ...[...said.values()].flatMap((column) => [...between(column, inDatabase.get(column.name), comparesKeys)]),
    ...unknown.filter(({ notNull, given }) => notNull && !given).map(({ name }) => `${name} is asked for`),
  ].map((difference) => `${tableName}.${difference}`);
}

function* between(said: Column, found: Column | undefined, comparesKeys: boolean): Generator<string> {
  const { name } = said;
  if (!found) {
    yield `${name} is not there`;
    return;
  }
  if (said.type !== found.type) yield `${name} is ${found.type}, not ${said.type}`;
  if (said.notNull !== found.notNull) yield `${name} ${found.notNull ? 'is not null' : 'may be null'}`;
  if (said.given && !found.given) yield `${name} has no default`;
  if (comparesKeys && said.inPrimaryKey !== found.inPrimaryKey) {
    yield `${name} ${found.inPrimaryKey ? 'is' : 'is not'} in the primary key`;
  }
}

function saidBy(column: PgColumn, keys: ReadonlySet<string>): Column {
  return {
    name: column.name,
    type: column.getSQLType(),
    notNull: column.notNull || keys.has(column.name),
    given: column.hasDefault || column.generated !== undefined || column.generatedIdentity !== undefined,
    inPrimaryKey: column.primary || keys.has(column.name),
  };
}

async function columnsOf(client: pg.Client, table: string): Promise<ReadonlyMap<string, Column>> {
  const { rows } = await client.query<Column>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS "notNull",
       atthasdef OR attidentity <> '' OR attgenerated <> '' AS given,
       EXISTS (SELECT FROM pg_constraint WHERE conrelid = attrelid AND contype = 'p' AND attnum = ANY(conkey)) AS "inPrimaryKey"
     FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  return new Map(rows.map((column) => [column.name, column]));
}
