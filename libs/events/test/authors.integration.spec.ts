import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { PostgresServer } from '@downscope/postgres/testing';
import { EventKeys } from '../src/author/event-keys.ts';
import { EventSigner } from '../src/author/event-signer.ts';
import { headersOf } from '../src/broker/headers.ts';
import type { KafkaRecord } from '../src/broker/kafka-client.ts';
import { eventually } from './eventually.ts';
import { good, Hearing } from './hearing.ts';
import { KafkaServer } from './kafka-server.ts';
import { newDatabase, SigningService } from './signing-service.ts';

jest.setTimeout(180_000);
Logger.overrideLogger(false);

let kafka: KafkaServer;
let postgres: PostgresServer;
let database: string;
let order: SigningService;
let customer: SigningService;
let hearing: Hearing;
beforeAll(async () => {
  [kafka, postgres] = await Promise.all([KafkaServer.start(), PostgresServer.start()]);
  database = await newDatabase(postgres.url);
  order = await SigningService.start('order', database, kafka.brokers);
  customer = await SigningService.start('customer', await newDatabase(postgres.url), kafka.brokers);
  hearing = await Hearing.start(kafka, { keysOf: { order: order.keysUrl } });
});
afterAll(async () => {
  await Promise.all([hearing.stop(), order.stop(), customer.stop()]);
  await Promise.all([kafka.stop(), postgres.stop()]);
});

const record = (id: string): KafkaRecord => ({ key: null, value: Buffer.from(good(id)), headers: {} });

const inBinaryMode = (id: string): KafkaRecord => {
  const { data, ...attributes } = JSON.parse(good(id)) as Record<string, unknown>;
  const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)]);
  return {
    key: null,
    value: Buffer.from(JSON.stringify(data)),
    headers: headersOf(Object.fromEntries(headers) as Record<string, string>),
  };
};

describe('an event of a type that is order’s', () => {
  it('is handled when order has announced it', async () => {
    await order.announce(hearing.type, 'announced', { total: 1 });
    await eventually(() => {
      expect(hearing.subjects).toContain('announced');
    });
  });

  it('is handled in binary mode too', async () => {
    await hearing.send(await order.signer.sign(inBinaryMode('in binary mode')));
    await hearing.until('in binary mode');
    expect(hearing.subjects).toContain('in binary mode');
  });

  it('is handled when another replica of order has announced it, and after order began anew', async () => {
    const replica = await SigningService.start('order', database, kafka.brokers);
    await hearing.send(await replica.signer.sign(record('of a replica')));
    await replica.stop();
    await hearing.until('of a replica');
    expect((await order.publishedKeys()).length).toBeGreaterThan(1);
  });

  it.each<[string, string, (id: string) => KafkaRecord | Promise<KafkaRecord>]>([
    ['nobody', 'event_unsigned', record],
    ['customer, by its own key', 'event_forged', (id) => customer.signer.sign(record(id))],
  ])('is a dead letter when it comes from %s', async (id, code, forged) => {
    const [offset] = await hearing.send(await forged(id));
    const letter = await hearing.letterOf(`0/${String(offset)}`);
    expect(letter.headers['dead-letter-code']).toBe(code);
    expect(hearing.handled).not.toContain(id);
  });
});

describe('a key of events', () => {
  it('signs for a day, and then there is another', async () => {
    let now = 0;
    const signer = new EventSigner(new EventKeys(order.database), () => now);
    const count = async (): Promise<number> => (await order.publishedKeys()).length;
    const before = await count();
    await Promise.all([signer.sign(record('a')), signer.sign(record('b'))]);
    expect(await count()).toBe(before + 1);
    now = 24 * 60 * 60 * 1000 - 1;
    await signer.sign(record('c'));
    expect(await count()).toBe(before + 1);
    now += 1;
    await signer.sign(record('d'));
    expect(await count()).toBe(before + 2);
  });

  it('is published for 28 days: longer than topics keep records, shorter than the inbox remembers', async () => {
    const keys = await customer.publishedKeys();
    await customer.age(27);
    expect(await customer.publishedKeys()).toEqual(keys);
    await customer.age(1);
    expect(await customer.publishedKeys()).toEqual([]);
  });
});
