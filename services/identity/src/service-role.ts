import pg from 'pg';

/**
 * What the owner of the tables does after each migration: the service's role gets its rights to whatever tables there are now, and the
 * audit its retention and its next months.
 */
export async function provideForService(ownerUrl: string, serviceUrl: string, retentionDays: number): Promise<void> {
  const [{ role } = {}] = await inOneTransaction<{ role: string }>(serviceUrl, (service) =>
    service.query('SELECT current_user AS role'),
  );
  await inOneTransaction(ownerUrl, async (owner) => {
    await owner.query('SELECT grant_to_service($1)', [role]);
    await owner.query('UPDATE audit_retention SET days = $1', [retentionDays]);
    return owner.query('SELECT keep_audit_months()');
  });
}

async function inOneTransaction<Row extends pg.QueryResultRow>(
  url: string,
  work: (client: pg.Client) => Promise<pg.QueryResult<Row>>,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await work(client);
    await client.query('COMMIT');
    return rows;
  } finally {
    await client.end();
  }
}
