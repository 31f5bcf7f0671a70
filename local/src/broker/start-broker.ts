import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Layout, localUrl, root } from '../layout.ts';
import { kafkaPart, prepareKafka } from '../parts/kafka.ts';
import { findJava } from '../prerequisites/java.ts';
import { kafkaJars } from '../prerequisites/kafka-jars.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { until } from '../supervisor/waiting.ts';
import { brokerAccess, grantAccess, makeTopics } from './broker-access.ts';
import { followKeys, keysFileIn, provideKeysFile } from './identity-keys.ts';
import { type KafkaUser, kafkaUsers } from './kafka-users.ts';

/** What a cluster applies by a Job. */
const accessFile = join(root, 'k8s/base/kafka/access.json');

/** The broker, its topics, and who may use them. Answers who may do anything there. */
export async function startBroker(
  cacheFolder: string,
  layout: Layout,
  supervisor: Supervisor,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<KafkaUser> {
  const { folder, issuer, ports } = layout;
  mkdirSync(folder, { recursive: true });
  const users = await kafkaUsers(folder);
  const keysFile = keysFileIn(folder);
  provideKeysFile(keysFile);
  void followKeys(`${localUrl(ports.identityInternal)}/jwks`, keysFile, signal);

  const java = await findJava({ cacheFolder, signal, say });
  const installation = { java, jars: await kafkaJars(cacheFolder, signal, say) };
  const place = { folder, ports, authentication: { users, issuer, keysUrl: `file://${keysFile}` } };
  await prepareKafka(installation, place, signal);
  await supervisor.start(kafkaPart(installation, place), signal);
  await provideTopics({ brokers: `127.0.0.1:${ports.kafkaOperator}`, operator: users.operator }, signal);
  return users.operator;
}

/** @param door who may use the topics is said to a broker that has an operator; any other lets in whom it does */
export async function provideTopics(
  { brokers, operator }: { readonly brokers: string; readonly operator?: KafkaUser },
  signal: AbortSignal,
): Promise<void> {
  hideTimeoutWarnings();
  const access = brokerAccess.parse(JSON.parse(readFileSync(accessFile, 'utf8')));
  const sasl: SASLOptions | undefined = operator && { mechanism: 'plain', ...operator };
  const kafka = new Kafka({
    clientId: 'downscope-local',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    ...(sasl && { sasl }),
  });
  const admin = kafka.admin();
  try {
    await until({ what: `Kafka at ${brokers}`, deadlineMs: 60_000, signal }, async () => {
      await admin.connect();
      await makeTopics(admin, access);
      if (operator) await grantAccess(admin, access);
    });
  } finally {
    await admin.disconnect();
  }
}

/** kafkajs 2 gives setTimeout a negative delay, harmlessly, and Node warns of it. */
function hideTimeoutWarnings(): void {
  const listeners = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'TimeoutNegativeWarning') for (const listener of listeners) listener(warning);
  });
}
