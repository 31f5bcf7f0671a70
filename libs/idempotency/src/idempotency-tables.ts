/** Migrations of the keys' table, for a service's PostgresModule. */
export const idempotencyTables = new URL('../migrations/', import.meta.url);
