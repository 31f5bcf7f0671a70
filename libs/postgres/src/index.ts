export { Database, type Transaction } from './database.ts';
export { DatabaseError, DatabaseUnavailable } from './errors/database-error.ts';
export { databaseErrorOf } from './errors/database-error-of.ts';
export type { FailureKind } from './errors/sql-state.ts';
export { migrateDatabase, type Migrations } from './migrate.ts';
export { Notifications } from './notifications.ts';
export { type Page, pageOf, pageOfEach, type PageQuery, pageQuery } from './page.ts';
export { PostgresModule, type PostgresOptions } from './postgres.module.ts';
export { type PostgresSettings, postgresSettings } from './settings.ts';
