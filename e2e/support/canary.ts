import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ISocketFactory, Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import type { Secret } from './secret.ts';

interface Places {
  /** The order service's. */
  readonly databaseUrl: string;
  readonly brokers: string;
  readonly socketFactory?: ISocketFactory;
  /** Where logs are files. */
  readonly logsFolder?: string;
}

export interface Canary extends AsyncDisposable {
  /** Where it stands, as a search names the place. */
  readonly places: readonly string[];
}

/** Puts a secret where none may be: a table, the header of a record, a log. What looks for secrets must find it. */
export async function plantCanary(
  { databaseUrl, brokers, socketFactory, logsFolder }: Places,
  canary: Secret,
): Promise<Canary> {
  const topic = 'e2e-canary';
  const database = new pg.Client({ connectionString: databaseUrl });
  const kafka = new Kafka({
    clientId: topic,
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    ...(socketFactory && { socketFactory }),
  });
  const log = logsFolder === undefined ? undefined : join(logsFolder, 'canary.log');
  const [admin, producer] = [kafka.admin(), kafka.producer({ allowAutoTopicCreation: false })];
  await Promise.all([database.connect(), admin.connect(), producer.connect()]);

  await database.query('CREATE TABLE e2e_canary (bytes bytea)');
  await database.query('INSERT INTO e2e_canary VALUES ($1)', [Buffer.from(canary.reveal())]);
  await admin.createTopics({ topics: [{ topic }], waitForLeaders: true });
  await producer.send({ topic, messages: [{ value: '{}', headers: { authorization: `Bearer ${canary.reveal()}` } }] });
  if (log) await writeFile(log, JSON.stringify({ msg: canary.reveal() }));

  return {
    places: [topic, ...(log ? ['canary'] : []), 'order.public.e2e_canary'],
    async [Symbol.asyncDispose]() {
      if (log) await rm(log);
      await admin.deleteTopics({ topics: [topic] });
      await database.query('DROP TABLE e2e_canary');
      await Promise.all([database.end(), admin.disconnect(), producer.disconnect()]);
    },
  };
}
