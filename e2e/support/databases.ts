import pg from 'pg';

export interface TableDump {
  readonly database: string;
  readonly table: string;
  readonly rows: readonly string[];
}

const TABLES = `
  SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
  WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`;

/** Every row of every table of every database, as text; bytes both as characters and as hex. */
export async function dumpDatabases(urls: Readonly<Record<string, string>>): Promise<TableDump[]> {
  const dumps = await Promise.all(Object.entries(urls).map(([database, url]) => dumpDatabase(database, url)));
  return dumps.flat();
}

export type Row = Readonly<Record<string, unknown>>;

/** Whoever waits for an answer learns of a connection that ended by it; an event that nobody hears would end the process. */
export async function connectDatabase(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export async function queryDatabase(url: string, statement: string, values: readonly unknown[]): Promise<Row[]> {
  const client = await connectDatabase(url);
  try {
    return (await client.query<Row>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}

async function dumpDatabase(database: string, url: string): Promise<TableDump[]> {
  const client = await connectDatabase(url);
  try {
    const tables = await client.query<{ name: string }>(TABLES);
    const dumps: TableDump[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<unknown[]>({ text: `SELECT * FROM ${name}`, rowMode: 'array' });
      dumps.push({ database, table: name, rows: rows.map((row) => row.map(asText).join('\t')) });
    }
    return dumps;
  } finally {
    await client.end();
  }
}

function asText(value: unknown): string {
  if (Buffer.isBuffer(value)) return `${value.toString('latin1')} ${value.toString('hex')}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
