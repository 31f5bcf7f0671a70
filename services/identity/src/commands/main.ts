/**
 * What an operator does to a running identity, by way of its database.
 *
 * Usage: node dist/commands/main.js end-everything-of NAME
 */
import { Database } from '@downscope/postgres';
import { environment } from '@downscope/service';
import pg from 'pg';
import { z } from 'zod';
import { CommandRefused, endEverythingOf } from './end-everything-of.ts';

const [command, ...args] = process.argv.slice(2);
const database = new Database(new pg.Pool({ connectionString: environment({ DATABASE_URL: z.url() }).DATABASE_URL }));
try {
  if (command !== 'end-everything-of') throw new CommandRefused(`no such command: ${command ?? ''}`);
  process.stdout.write(`${await endEverythingOf(database, args[0])}\n`);
} catch (error) {
  if (!(error instanceof CommandRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
} finally {
  await database.close();
}
