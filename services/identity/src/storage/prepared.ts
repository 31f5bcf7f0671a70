import type { Database, Transaction } from '@downscope/postgres';

/** Where a statement runs: on any connection of the pool, or in a transaction. */
export type Connection = Database['drizzle'] | Transaction;

/** A statement that drizzle writes once for each connection or pool. Prepared by a name, PostgreSQL too parses it once a connection. */
export function prepared<Query>(make: (db: Connection) => Query): (db: Connection) => Query {
  const made = new WeakMap<Connection, Query>();
  return (db) => {
    const query = made.get(db) ?? make(db);
    made.set(db, query);
    return query;
  };
}
