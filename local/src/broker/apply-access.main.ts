import { Kafka, logLevel } from 'kafkajs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { brokerAccess, grantAccess, makeTopics } from './broker-access.ts';

// What the Job kafka-access runs (k8s/base/kafka): makes the broker's topics and ACLs those of access.json, which lies beside it. Run
// again, it changes nothing.

const settings = z
  .object({ KAFKA_BROKERS: z.string(), KAFKA_CA_FILE: z.string(), KAFKA_OPERATOR_FOLDER: z.string() })
  .parse(process.env);
const operator = (name: string): string => readFileSync(join(settings.KAFKA_OPERATOR_FOLDER, name), 'utf8');

const access = brokerAccess.parse(JSON.parse(readFileSync(new URL('access.json', import.meta.url), 'utf8')));
const kafka = new Kafka({
  clientId: 'kafka-access',
  brokers: settings.KAFKA_BROKERS.split(','),
  ssl: { ca: readFileSync(settings.KAFKA_CA_FILE) },
  sasl: { mechanism: 'plain', username: operator('username'), password: operator('password') },
  logLevel: logLevel.ERROR,
});
const admin = kafka.admin();
await admin.connect();
try {
  await makeTopics(admin, access);
  await grantAccess(admin, access);
} finally {
  await admin.disconnect();
}
console.log(`${access.topics.length} topics, ${access.grants.length} ACLs`);
