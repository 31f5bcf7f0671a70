/**
 * What an operator does to a running identity, by way of its database.
 *
 * Usage: node dist/commands/main.js end-everything-of NAME | keys list|rotate
 *   | audit list|export [--person NAME] [--client ID] [--event EVENT] [--since TIME] | audit verify [--head HEAD]
 */
import { Database } from '@downscope/postgres';
import { environment } from '@downscope/service';
import { once } from 'node:events';
import pg from 'pg';
import { z } from 'zod';
import { exportAudit, listAudit } from './audit.ts';
import { type Command, CommandRefused, FaultsFound } from './command.ts';
import { endEverythingOf } from './end-everything-of.ts';

/** By what is typed, each a word or two. */
const commands: Readonly<Record<string, Command>> = {
  'end-everything-of': endEverythingOf,
  // The key ring has settings that the others do not need.
  'keys list': async (database, args) => (await import('./keys.ts')).listKeys(database, args),
  'keys rotate': async (database, args) => (await import('./keys.ts')).rotateKeys(database, args),
  'audit list': listAudit,
  'audit export': exportAudit,
  'audit verify': async (database, args) => (await import('./verify-audit.ts')).verifyAuditCommand(database, args),
};

const words = process.argv.slice(2);
const { DATABASE_URL } = environment({ DATABASE_URL: z.url() });
const database = new Database(new pg.Pool({ connectionString: DATABASE_URL, max: 1 }));
try {
  const [name, command] =
    Object.entries(commands).find(([typed]) => `${words.join(' ')} `.startsWith(`${typed} `)) ?? [];
  if (!command || name === undefined) throw new CommandRefused(`there is: ${Object.keys(commands).join(', ')}`);
  const lines = await command(database, words.slice(name.split(' ').length));
  for await (const line of lines) {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  }
} catch (error) {
  if (!(error instanceof CommandRefused) && !(error instanceof FaultsFound)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof CommandRefused ? 2 : 1;
} finally {
  await database.close();
}
