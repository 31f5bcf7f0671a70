import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDatabase } from './databases.ts';
import type { Secret } from './secret.ts';
import type { Topics } from './topics.ts';

interface Places {
  /** The order service's. */
  readonly databaseUrl: string;
  readonly topics: Topics;
  /** Where logs are files. */
  readonly logsFolder?: string;
}

export interface Canary extends AsyncDisposable {
  /** Where it stands, as a search names the place. */
  readonly places: readonly string[];
}

/** Puts a secret where none may be: a table, the header of a record, a log. What looks for secrets must find it. */
export async function plantCanary({ databaseUrl, topics, logsFolder }: Places, canary: Secret): Promise<Canary> {
  const topic = 'e2e-canary';
  const database = await connectDatabase(databaseUrl);
  const log = logsFolder === undefined ? undefined : join(logsFolder, 'canary.log');
  // A run that ended halfway may have left one.
  await database.query('DROP TABLE IF EXISTS e2e_canary');
  await database.query('CREATE TABLE e2e_canary (bytes bytea)');
  await database.query('INSERT INTO e2e_canary VALUES ($1)', [Buffer.from(canary.reveal())]);
  await topics.create(topic);
  const headers = { authorization: `Bearer ${canary.reveal()}` };
  await topics.publish({ topic, partition: 0, key: null, value: Buffer.from('{}'), headers });
  if (log) await writeFile(log, JSON.stringify({ msg: canary.reveal() }));

  return {
    places: [topic, ...(log ? ['canary'] : []), 'order.public.e2e_canary'],
    async [Symbol.asyncDispose]() {
      if (log) await rm(log);
      await topics.delete(topic);
      await database.query('DROP TABLE e2e_canary');
      await database.end();
    },
  };
}
