/**
 * Run before the service starts, by the role that owns its tables: an init container. The service itself makes no table, and may do
 * with each what migrations/0011_service_role.sql says.
 */
import { databaseErrorOf, migrateDatabase } from '@downscope/postgres';
import { environment } from '@downscope/service';
import { z } from 'zod';
import { migrations } from './migrations.ts';
import { provideForService } from './service-role.ts';

const { DATABASE_OWNER_URL, DATABASE_URL, AUDIT_RETENTION_DAYS } = environment({
  /** Connection string of the role that owns the database. */
  DATABASE_OWNER_URL: z.url(),
  /** Of the service's own role, which is found out by it. */
  DATABASE_URL: z.url(),
  AUDIT_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(400),
});

await migrateDatabase(DATABASE_OWNER_URL, migrations);
// It has said why, where the database cannot be reached.
if (process.exitCode === undefined) {
  await provideForService(DATABASE_OWNER_URL, DATABASE_URL, AUDIT_RETENTION_DAYS).catch((error: unknown) => {
    throw databaseErrorOf(error, "the rights of the service's role");
  });
}
