import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ChosenClient } from '../src/broker/chosen-client.ts';
import { type KafkaClientName, kafkaClientNames, type KafkaRecord } from '../src/broker/kafka-client.ts';
import { brokerCertificate } from './broker-certificate.ts';
import { BrokerTokens, type Said } from './broker-tokens.ts';
import { eventually } from './eventually.ts';
import { GroupMember, untilTaken } from './group-member.ts';
import { KafkaServer, type Seen } from './kafka-server.ts';

jest.setTimeout(180_000);
Logger.overrideLogger(false);

let tokens: BrokerTokens;
let kafka: KafkaServer;
beforeAll(async () => {
  tokens = await BrokerTokens.start();
  kafka = await KafkaServer.start(tokens, true);
  await kafka.grantAll('order', 'order');
  await kafka.groupsReady('order');
  const topic = await newTopic();
  await eventually(() => send(client('kafkajs'), topic, record('x')));
});
afterAll(async () => {
  await kafka.stop();
  tokens.stop();
});

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each.close();
});

const client = (name: KafkaClientName, said?: Said, caFile = kafka.caFile): ChosenClient =>
  new ChosenClient({
    service: 'order',
    brokers: kafka.brokers,
    client: name,
    security: { token: tokens.of('order', said), caFile },
  });

const record = (value: string, key: string | null = null): KafkaRecord => {
  return { key: key === null ? null : Buffer.from(key), value: Buffer.from(value), headers: {} };
};

async function newTopic(settings?: Readonly<Record<string, string>>, partitions?: number): Promise<string> {
  const topic = `orders-${randomUUID()}`;
  await kafka.create(topic, settings, partitions);
  return topic;
}

async function send(from: ChosenClient, topic: string, ...records: KafkaRecord[]): Promise<void> {
  const producer = await from.producer();
  await producer.send(topic, records).finally(() => producer.close());
}

/** To a partition each, by nobody of these. */
async function put(topic: string, ...values: string[]): Promise<void> {
  await kafka.sendAnew({
    topic,
    messages: values.map((value, partition) => ({ value, partition: partition % 3 })),
  });
}

function memberOf(group: string, topic: string, name: KafkaClientName, said?: Said): GroupMember {
  const member = new GroupMember(client(name, said), group, topic);
  closing.push(member);
  return member;
}

const newGroup = (): string => `order-${randomUUID()}`;

const keysIn = (seen: readonly Seen[]): Record<string, number> =>
  Object.fromEntries(seen.map(({ key, partition }) => [key ?? '', partition]));

/** Over TLS, by a token: as on a cluster. */
/** All other specs here have kafkajs, so that of the two the other one is enough; KAFKA_CLIENTS=all asks both. */
const names = process.env['KAFKA_CLIENTS'] === 'all' ? kafkaClientNames : (['platformatic'] as const);

describe.each(names)('the client of %s', (name) => {
  const other = kafkaClientNames.find((each) => each !== name) ?? name;

  describe('sends', () => {
    it('each key in order and to one partition, which is that of every other client', async () => {
      const topic = await newTopic();
      await kafka.watch(topic);
      const keys = Array.from({ length: 40 }, () => randomUUID());
      const producer = await client(name).producer();
      closing.push(producer);
      for (let round = 0; round < 5; round += 1) {
        await producer.send(
          topic,
          keys.map((key) => record(String(round), key)),
        );
      }
      await eventually(() => {
        expect(kafka.in(topic)).toHaveLength(200);
      });
      const seen = kafka.in(topic);
      for (const key of keys) {
        expect(seen.filter((each) => each.key === key).map(({ value }) => String(value))).toEqual([
          '0',
          '1',
          '2',
          '3',
          '4',
        ]);
      }
      const again = await newTopic();
      await kafka.watch(again);
      await kafka.sendAnew({ topic: again, messages: keys.map((key) => ({ key, value: 'x' })) });
      await eventually(() => {
        expect(keysIn(kafka.in(again))).toEqual(keysIn(seen));
      });
    });

    it('what it is given: headers, an empty value, none', async () => {
      const topic = await newTopic();
      await kafka.watch(topic);
      const headers = { jws: Buffer.from('a..b'), empty: Buffer.alloc(0) };
      await send(
        client(name),
        topic,
        { key: Buffer.from('k'), value: Buffer.alloc(0), headers },
        { key: Buffer.from('k'), value: null, headers: {} },
      );
      await eventually(() => {
        expect(kafka.in(topic)).toMatchObject([
          { key: 'k', value: Buffer.alloc(0), headers: { jws: 'a..b', empty: '' } },
          { key: 'k', value: null, headers: {} },
        ]);
      });
    });

    it('batches that it numbers, so that one that is sent twice counts once', async () => {
      const topic = await newTopic({}, 1);
      await send(client(name), topic, record('x'));
      const { producerId, sequence } = kafka.firstBatch(topic);
      expect(producerId).toBeGreaterThanOrEqual(0n);
      expect(sequence).toBe(0);
    });

    it.each<[string, string, () => Promise<string>, KafkaRecord, boolean]>([
      ['too large', 'message_too_large', () => newTopic(), record('x'.repeat(1_100_000)), false],
      ['to no topic', 'unknown_topic_or_partition', () => Promise.resolve('orders-missing'), record('x'), true],
      ['to no name', 'invalid_topic_exception', () => Promise.resolve('orders/1'), record('x'), true],
      ['where it may not', 'topic_authorization_failed', () => Promise.resolve('invoices'), record('x'), true],
    ])('nothing %s, and says why', async (_, code, topic, refused, ofTopic) => {
      await expect(send(client(name), await topic(), refused)).rejects.toMatchObject({
        name: 'RecordsRefused',
        code,
        ofTopic,
      });
    });
  });

  describe('reads', () => {
    it('on in other partitions while one waits, and each record once and in order', async () => {
      const [topic, waits] = [await newTopic(), Promise.withResolvers<undefined>()];
      const member = memberOf(newGroup(), topic, name);
      member.effect = ({ value }) => (String(value) === 'waits' ? waits.promise : Promise.resolve());
      await put(topic, 'waits', 'beside 1', 'beside 2', 'behind');
      await member.until('beside 1', 'beside 2');
      for (const value of ['beside 3', 'beside 4']) {
        await kafka.sendAnew({ topic, messages: [{ value, partition: 1 }] });
        await member.until(value);
      }
      expect(member.heard).not.toContain('behind');
      waits.resolve(undefined);
      await member.until('behind');
      await kafka.sendAnew({ topic, messages: [{ value: 'last', partition: 0 }] });
      await member.until('last');
      expect(member.given.filter((value) => !value.startsWith('beside'))).toEqual(['waits', 'behind', 'last']);
      expect(member.given).toHaveLength(new Set(member.given).size);
    });

    it('on where its group had got, and from the beginning where it had not', async () => {
      const [topic, group] = [await newTopic(), newGroup()];
      await put(topic, 'a', 'b', 'c');
      const first = memberOf(group, topic, name);
      await first.until('a', 'b', 'c');
      await first.close();
      await put(topic, 'd', 'e', 'f');
      const second = memberOf(group, topic, name);
      await second.until('d', 'e', 'f');
      expect([...second.given].sort()).toEqual(['d', 'e', 'f']);
    });

    it('on from the first record that is still kept', async () => {
      const [topic, group] = [await newTopic(), newGroup()];
      await put(topic, 'a', 'b', 'c');
      const first = memberOf(group, topic, name);
      await first.until('a', 'b', 'c');
      await first.close();
      await put(topic, 'lost');
      await put(topic, 'kept');
      await kafka.admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] });
      await eventually(async () => {
        const offsets = await kafka.admin.fetchTopicOffsets(topic);
        expect(offsets).toContainEqual(expect.objectContaining({ partition: 0, low: '2' }));
      });
      const second = memberOf(group, topic, name);
      await second.until('kept');
      expect(second.given).toEqual(['kept']);
    });

    it.each(['gzip', 'snappy', 'lz4', 'zstd'])('however the broker packs: %s', async (compression) => {
      const topic = await newTopic({ 'compression.type': compression }, 1);
      const values = Array.from({ length: 300 }, (_, index) => `${compression} ${index}`);
      await kafka.sendAnew({ topic, messages: values.map((value) => ({ value, headers: { h: 'v' } })) });
      const member = memberOf(newGroup(), topic, name);
      await member.until(...values);
      expect(member.heard).toEqual(values);
    });

    it('a new partition', async () => {
      const topic = await newTopic({}, 1);
      const member = memberOf(newGroup(), topic, name);
      await member.untilJoined();
      await kafka.admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] });
      await kafka.sendAnew({ topic, messages: [{ partition: 1, value: 'new' }] });
      await member.until('new');
      expect(member.given).toEqual(['new']);
    });
  });

  it(`shares a group with members of ${other}: what one of them has, no other has`, async () => {
    const [topic, group] = [await newTopic(), newGroup()];
    const first = memberOf(group, topic, name);
    await put(topic, 'a', 'b', 'c');
    await first.until('a', 'b', 'c');
    first.effect = (_, signal) => untilTaken(signal);
    await put(topic, 'd', 'e', 'f');
    await eventually(() => {
      expect(first.given).toEqual(expect.arrayContaining(['d', 'e', 'f']));
    });

    const second = memberOf(group, topic, other);
    // Taken from the first one, though it was at work on it.
    await eventually(() => {
      expect(second.heard.length).toBeGreaterThan(0);
    });
    const taken = [...second.heard];
    expect(taken.length).toBeLessThan(3);
    await first.close();
    await second.until('d', 'e', 'f');
    expect(second.heard).toHaveLength(3);
  });

  it('goes on after the broker was killed', async () => {
    const topic = await newTopic();
    const member = memberOf(newGroup(), topic, name);
    await send(client(name), topic, record('before'));
    await member.until('before');
    const producer = await client(name).producer();
    closing.push(producer);
    await kafka.kill();
    await expect(producer.send(topic, [record('meanwhile')])).rejects.toThrow();
    await kafka.run();
    await eventually(() => send(client(name), topic, record('after')));
    const since = performance.now();
    await member.until('after');
    expect(performance.now() - since).toBeLessThan(20_000);
  });

  it('goes on once a broker speaks again that fell silent, and closes within seconds while it is', async () => {
    const topic = await newTopic();
    const member = memberOf(newGroup(), topic, name);
    await send(client(name), topic, record('before'));
    await member.until('before');
    // As long as it takes to find out.
    await kafka.silenceFor(12_000);
    await eventually(() => send(client(name), topic, record('after')));
    const since = performance.now();
    await member.until('after');
    expect(performance.now() - since).toBeLessThan(20_000);

    const producer = await client(name).producer();
    kafka.silence();
    try {
      const closes = performance.now();
      await producer.close();
      await member.close();
      expect(performance.now() - closes).toBeLessThan(9_000);
    } finally {
      kafka.speak();
    }
  });

  it.each<[string, Said]>([
    ['for another audience', { audience: 'urn:downscope:billing' }],
    ['that has ended', { lifeSeconds: -1 }],
    ['that somebody else signed', { forged: true }],
  ])('says that the broker takes no token %s', async (_, said) => {
    await expect(client(name, said).producer()).rejects.toMatchObject({
      code: 'broker_refused_token',
      message: 'Kafka does not take the token of this service: invalid_token',
    });
  });

  it('shows its next token before the one that the broker knows has ended', async () => {
    const topic = await newTopic();
    const issued = tokens.issued;
    // Two of them pass within what a spec may last.
    const short: Said = { lifeSeconds: 12 };
    const member = memberOf(newGroup(), topic, name, short);
    const producer = await client(name, short).producer();
    closing.push(producer);
    const sent: string[] = [];
    const until = performance.now() + 20_000;
    while (performance.now() < until) {
      sent.push(`number ${sent.length}`);
      await producer.send(topic, [record(sent.at(-1) ?? '')]);
      await delay(250);
    }
    await member.until(...sent);
    expect(member.ended).toBe(0);
    expect(tokens.issued - issued).toBeGreaterThanOrEqual(6);
  });

  it('speaks to no broker that its authority does not vouch for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'another-authority-'));
    const { caFile } = await brokerCertificate(folder);
    await expect(client(name, undefined, caFile).producer()).rejects.toThrow(/certificate/);
    rmSync(folder, { recursive: true });
  });
});
