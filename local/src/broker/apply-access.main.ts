import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { brokerAccess, grantAccess, makeTopics } from './broker-access.ts';

// What the Job kafka-access runs (k8s/base/kafka): makes the broker's topics and ACLs those of access.json, which lies beside it. Run
// again, it changes nothing. Where everything starts at once, the broker may be the last: it is waited for.

const settings = z
  .object({ KAFKA_BROKERS: z.string(), KAFKA_CA_FILE: z.string(), KAFKA_OPERATOR_FOLDER: z.string() })
  .parse(process.env);
const operator = (name: string): string => readFileSync(join(settings.KAFKA_OPERATOR_FOLDER, name), 'utf8');

const access = brokerAccess.parse(JSON.parse(readFileSync(new URL('access.json', import.meta.url), 'utf8')));
const broker: KafkaConfig = {
  clientId: 'kafka-access',
  brokers: settings.KAFKA_BROKERS.split(','),
  ssl: { ca: readFileSync(settings.KAFKA_CA_FILE) },
  sasl: { mechanism: 'plain', username: operator('username'), password: operator('password') },
  logLevel: logLevel.NOTHING,
};
try {
  await untilBrokerAnswers(120_000);
  const admin = new Kafka(broker).admin();
  await admin.connect();
  try {
    await makeTopics(admin, access);
    await grantAccess(admin, access);
  } finally {
    await admin.disconnect();
  }
  console.log(`${access.topics.length} topics, ${access.grants.length} ACLs`);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

/** What the broker answers itself, such as a refused password, is not waited out. */
async function untilBrokerAnswers(deadlineMs: number): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  for (let attempt = 1; ; attempt++) {
    const admin = new Kafka({ ...broker, retry: { retries: 0 } }).admin();
    try {
      await admin.connect();
      return;
    } catch (error) {
      if (performance.now() > endMs || messageOf(error).includes('SASL')) throw error;
      if (attempt === 1)
        console.log(`Waiting up to ${deadlineMs / 1000} s for ${settings.KAFKA_BROKERS}: ${messageOf(error)}`);
      await delay(1_000);
    } finally {
      await admin.disconnect();
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
