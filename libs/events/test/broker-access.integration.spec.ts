import { brokerAccess, grantAccess, makeTopics } from '@downscope/local/broker/broker-access.ts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { KafkajsClient } from '../src/broker/kafkajs-client.ts';
import { BrokerTokens } from './broker-tokens.ts';
import { eventually } from './eventually.ts';
import { KafkaServer } from './kafka-server.ts';

jest.setTimeout(180_000);
Logger.overrideLogger(false);

const file = new URL('../../../k8s/base/kafka/access.json', import.meta.url);
const access = brokerAccess.parse(JSON.parse(readFileSync(file, 'utf8')));
const record = { key: null, value: Buffer.from('{}'), headers: {} };

const principals = ['order', 'billing', 'customer'];
const groups = ['order', 'billing'];
const topics = ['orders', 'invoices', 'orders.dead-letter', 'invoices.dead-letter'];
/** Everything that anybody may do, as the README says it. */
const allowed = new Set([
  'order writes orders',
  'order writes invoices.dead-letter',
  'order reads invoices as order',
  'billing writes invoices',
  'billing writes orders.dead-letter',
  'billing reads orders as billing',
]);

let tokens: BrokerTokens;
let kafka: KafkaServer;
beforeAll(async () => {
  tokens = await BrokerTokens.start();
  kafka = await KafkaServer.start(tokens);
  await makeTopics(kafka.admin, access);
  await grantAccess(kafka.admin, access);
  await kafka.groupsReady(...groups);
  for (const topic of topics) await kafka.producer.send({ topic, messages: [record] });
});
afterAll(async () => {
  await kafka.stop();
  tokens.stop();
});

const client = (principal: string): KafkajsClient =>
  new KafkajsClient({ service: principal, brokers: kafka.brokers, security: { token: tokens.of(principal) } });

async function write(principal: string, topic: string): Promise<void> {
  const producer = await client(principal).producer();
  await producer.send(topic, [record]).finally(() => producer.close());
}

async function read(principal: string, topic: string, group: string): Promise<void> {
  const { promise: delivered, resolve } = Promise.withResolvers<undefined>();
  const consumer = await client(principal).consumer({
    group,
    topics: [topic],
    deliver: () => {
      resolve(undefined);
      return Promise.resolve();
    },
    joined: () => undefined,
  });
  try {
    const failed = await Promise.race([delivered, consumer.ended]);
    if (failed) throw failed;
  } finally {
    await consumer.close();
  }
}

/** Whether the broker allows it. What is neither done nor refused, on a machine that is busy, is tried again. */
async function may(act: () => Promise<void>): Promise<boolean> {
  let outcome = false;
  await eventually(async () => {
    outcome = await act().then(
      () => true,
      (error: unknown) => {
        if (isRefusal(error)) return false;
        throw error;
      },
    );
  }, 90_000);
  return outcome;
}

/** Whom a group is not for is told that it has no coordinator. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (/authoriz/i.test(error.message) || error.name === 'KafkaJSGroupCoordinatorNotFound') return true;
  return isRefusal(error.cause);
}

describe('at the broker', () => {
  it.each(principals)('%s writes what privileges.yaml says, and nothing else', async (principal) => {
    for (const topic of topics) {
      const act = `${principal} writes ${topic}`;
      expect([act, await may(() => write(principal, topic))]).toEqual([act, allowed.has(act)]);
    }
  });

  it.each(principals)('%s reads what privileges.yaml says, in its own group, and nothing else', async (principal) => {
    for (const group of groups) {
      for (const topic of topics) {
        const act = `${principal} reads ${topic} as ${group}`;
        expect([act, await may(() => read(principal, topic, group))]).toEqual([act, allowed.has(act)]);
      }
    }
  });

  it('what is granted besides goes when the table is applied again', async () => {
    await grantAccess(kafka.admin, {
      ...access,
      grants: [...access.grants, { principal: 'customer', operation: 'WRITE', resource: 'TOPIC', name: 'orders' }],
    });
    expect(await may(() => write('customer', 'orders'))).toBe(true);

    await grantAccess(kafka.admin, access);
    expect(await may(() => write('customer', 'orders'))).toBe(false);
    expect(await may(() => write('order', 'orders'))).toBe(true);
  });
});
