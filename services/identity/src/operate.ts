/** What an operator does beside the running service. In its container: `node dist/operate.js keys list`. */
import { Database } from '@downscope/postgres';
import { environment } from '@downscope/service';
import pg from 'pg';
import { z } from 'zod';
import { keysCommands } from './keys/keys.commands.ts';

const commands = { keys: keysCommands } as const;

const [noun = '', verb = ''] = process.argv.slice(2);
const command = Object.entries(commands).find(([name]) => name === noun)?.[1];
const run = Object.entries(command ?? {}).find(([name]) => name === verb)?.[1];
if (!run) {
  const known = Object.entries(commands).map(([name, verbs]) => `${name} ${Object.keys(verbs).join('|')}`);
  process.stderr.write(`Usage: ${known.join(', ')}\n`);
  process.exit(2);
}

const { DATABASE_URL } = environment({ DATABASE_URL: z.url() });
const database = new Database(new pg.Pool({ connectionString: DATABASE_URL, max: 1 }));
try {
  process.stdout.write(`${(await run(database)).join('\n')}\n`);
} finally {
  await database.close();
}
