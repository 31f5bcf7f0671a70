export { Database, type Transaction } from './database.ts';
export { migrateDatabase, type Migrations } from './migrate.ts';
export { type Page, pageOf, type PageQuery, pageQuery } from './page.ts';
export { PostgresModule, type PostgresOptions } from './postgres.module.ts';
