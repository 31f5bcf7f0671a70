import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaSecurity, RecordConsumer } from '../src/broker/kafka-client.ts';
import { KafkajsClient } from '../src/broker/kafkajs-client.ts';
import { EventConsumer } from '../src/consuming/event-consumer.ts';
import { defineEvent } from '../src/event-type.ts';
import { z } from 'zod';
import { BrokerTokens, type Said } from './broker-tokens.ts';
import { eventually } from './eventually.ts';
import { good } from './hearing.ts';
import { KafkaServer } from './kafka-server.ts';

jest.setTimeout(180_000);
Logger.overrideLogger(false);

const record = { key: null, value: Buffer.from('x'), headers: {} };
/** Two of them pass within what a spec may last; five seconds before its end a client comes with another. */
const short: Said = { lifeSeconds: 12 };

let tokens: BrokerTokens;
let kafka: KafkaServer;
beforeAll(async () => {
  tokens = await BrokerTokens.start();
  kafka = await KafkaServer.start(tokens);
  for (const topic of ['orders', 'orders.dead-letter', 'invoices']) await kafka.create(topic);
  await kafka.grant(
    { principal: 'order', operation: 'WRITE', resource: 'TOPIC', name: 'orders' },
    { principal: 'billing', operation: 'READ', resource: 'TOPIC', name: 'orders' },
    { principal: 'billing', operation: 'WRITE', resource: 'TOPIC', name: 'orders.dead-letter' },
    { principal: 'billing', operation: 'READ', resource: 'GROUP', name: 'billing' },
  );
  await kafka.groupsReady('billing');
});
afterAll(async () => {
  await kafka.stop();
  tokens.stop();
});
beforeEach(() => {
  tokens.isOut = false;
  tokens.issued = 0;
});

const client = (service: string, security?: KafkaSecurity): KafkajsClient =>
  new KafkajsClient({ service, brokers: kafka.brokers, security });

async function send(from: KafkajsClient, topic: string): Promise<void> {
  const producer = await from.producer();
  try {
    await producer.send(topic, [record]);
  } finally {
    await producer.close();
  }
}

describe('a broker that asks who one is', () => {
  it('lets a service do what it may', async () => {
    await expect(send(client('order', { token: tokens.of('order') }), 'orders')).resolves.toBeUndefined();
  });

  it.each<[string, string, string]>([
    ['writes where it may not', 'order', 'invoices'],
    ['writes what it may only read', 'billing', 'orders'],
    ['comes with the name of another and its own token', 'customer', 'orders'],
  ])('refuses a service that %s', async (_, service, topic) => {
    const security = { token: tokens.of(service) };
    await expect(send(client('order', security), topic)).rejects.toThrow(/authoriz|refuses/i);
  });

  it.each<[string, Said]>([
    ['for another audience', { audience: 'urn:downscope:billing' }],
    ['of another issuer', { issuer: 'https://id.elsewhere' }],
    ['that has ended', { lifeSeconds: -1 }],
    ['that somebody else signed', { forged: true }],
  ])('takes no token %s, and says so', async (_, said) => {
    await expect(send(client('order', { token: tokens.of('order', said) }), 'orders')).rejects.toMatchObject({
      code: 'broker_refused_token',
      message: 'Kafka does not take the token of this service: invalid_token',
    });
  });

  it('lets nobody in without', async () => {
    await expect(send(client('order'), 'orders')).rejects.toThrow();
  });
});

describe('a connection that outlives its token', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });

  it('goes on with the next one', async () => {
    const heard: string[] = [];
    const consumer: RecordConsumer = await client('billing', { token: tokens.of('billing', short) }).consumer({
      group: 'billing',
      topics: ['orders'],
      deliver: ({ value }) => {
        heard.push(String(value));
        return Promise.resolve();
      },
      joined: () => undefined,
    });
    const producer = await client('order', { token: tokens.of('order', short) }).producer();
    open.push(consumer, producer);
    let ended = false;
    void consumer.ended.then(() => (ended = true));

    const until = performance.now() + 20_000;
    const sent: string[] = [];
    while (performance.now() < until) {
      const value = `outlives ${sent.length}`;
      await producer.send('orders', [{ ...record, value: Buffer.from(value) }]);
      sent.push(value);
      await delay(250);
    }

    await eventually(() => {
      expect(heard).toEqual(expect.arrayContaining(sent));
    });
    expect(ended).toBe(false);
    expect(tokens.issued).toBeGreaterThanOrEqual(8);
  });

  it('ends with its token while identity is out, and a consumer is back once that is', async () => {
    const type = defineEvent({ type: 'order.placed', topic: 'orders', data: z.object({ total: z.number() }) });
    const security = { token: tokens.of('billing', short) };
    const consumer = new EventConsumer({ service: 'billing', brokers: kafka.brokers, security });
    const heard: string[] = [];
    const handler = ({ id }: { id: string }): Promise<void> => Promise.resolve(void heard.push(id));
    consumer.addHandler(type.type, handler as never, true, { event: type });
    consumer.listen(() => undefined);
    open.push(consumer);
    const announce = (id: string): Promise<void> =>
      kafka.sendAnew({ topic: 'orders', messages: [{ value: good(id) }] });
    await announce('before');
    await eventually(() => {
      expect(heard).toContain('before');
    });

    tokens.isOut = true;
    await eventually(async () => {
      const { groups } = await kafka.admin.describeGroups(['billing']);
      expect(groups[0]?.members).toEqual([]);
    });
    await announce('meanwhile');
    tokens.isOut = false;

    await eventually(() => {
      expect(heard).toContain('meanwhile');
    });
  });
});
