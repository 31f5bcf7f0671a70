import pg from 'pg';
import { Database } from '../src/database.ts';

/** A Database on a pool of its own, for a spec that looks at connections. */
export function aDatabase(url: string, options: pg.PoolConfig = {}): Database {
  const pool = new pg.Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 5_000, ...options });
  const ignored = (): void => undefined;
  pool.on('error', ignored).on('connect', (client) => client.on('error', ignored));
  return new Database(pool);
}
