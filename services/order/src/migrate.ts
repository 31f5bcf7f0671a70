/** Run before the service starts, where something runs before it: an init container. What is left to do, the service does itself. */
import { migrateDatabase } from '@downscope/postgres';
import { environment } from '@downscope/service';
import { z } from 'zod';
import { migrations } from './migrations.ts';

await migrateDatabase(environment({ DATABASE_URL: z.url() }).DATABASE_URL, migrations);
