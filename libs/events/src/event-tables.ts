/** Migrations of the outbox and the inbox, for a service's PostgresModule. */
export const eventTables = new URL('../migrations/', import.meta.url);
