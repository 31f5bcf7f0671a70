import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { PostgresServer } from '@downscope/postgres/testing';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { register } from 'prom-client';
import { OutboxFull } from '../src/announcing/outbox-backlog.ts';
import { eventually } from './eventually.ts';
import { KafkaServer } from './kafka-server.ts';
import { Relays } from './relays.ts';

jest.setTimeout(180_000);
Logger.overrideLogger(false);

let kafka: KafkaServer;
let postgres: PostgresServer;
beforeAll(async () => {
  [kafka, postgres] = await Promise.all([KafkaServer.start(), PostgresServer.start()]);
});
afterAll(async () => {
  await kafka.stop();
  await postgres.stop();
});

let topic: string;
let relays: Relays;
beforeEach(async () => {
  topic = `orders-${randomUUID()}`;
  await kafka.create(topic);
  await kafka.watch(topic);
  relays = await Relays.over(postgres.url, kafka.brokers, topic);
});
afterEach(() => relays.stop());

/** Numbers as they came for each subject, without those that came again. */
function arrived(): Record<string, number[]> {
  const numbers: Record<string, number[]> = {};
  for (const { key = '', value } of kafka.in(topic)) {
    const { data } = JSON.parse(String(value)) as { data: { number: number } };
    const list = (numbers[key] ??= []);
    if (!list.includes(data.number)) list.push(data.number);
  }
  return numbers;
}

const count = (): number => Object.values(arrived()).flat().length;

async function untilArrived(number: number, deadlineMs = 60_000): Promise<void> {
  await eventually(() => {
    expect(count()).toBe(number);
  }, deadlineMs);
}

async function awaitedRows(): Promise<unknown> {
  return (await register.getSingleMetric('events_awaited_rows')?.get())?.values;
}

/** Until nothing more comes: what a relay sends over and over never ends. */
async function untilQuietFor(ms: number): Promise<void> {
  await eventually(async () => {
    const records = kafka.in(topic).length;
    await delay(ms);
    expect(kafka.in(topic)).toHaveLength(records);
  }, 20_000);
}

describe('a relay', () => {
  it('sends what is committed at once, and nothing else', async () => {
    relays.start();
    await relays.add('warm-up', 0);
    await untilArrived(1);
    await expect(relays.add('undone', 1, () => Promise.reject(new Error('rolled back')))).rejects.toThrow(
      'rolled back',
    );
    const latencies: number[] = [];
    for (let number = 1; number <= 20; number += 1) {
      await relays.add(`order-${String(number)}`, number);
      const since = performance.now();
      await untilArrived(number + 1);
      latencies.push(performance.now() - since);
    }
    expect(latencies.sort((a, b) => a - b)[10]).toBeLessThan(2_500);
    await eventually(async () => {
      expect(await relays.rows()).toEqual([]);
    });
    expect(Object.keys(arrived())).not.toContain('undone');
  });

  it('shares the work with others, and keeps the order of each subject', async () => {
    relays.start();
    relays.start();
    relays.start();
    const subjects = Array.from({ length: 20 }, (_, index) => `order-${String(index)}`);
    const write = async (subject: string): Promise<void> => {
      for (let number = 0; number < 50; number += 1) await relays.add(subject, number);
    };
    await Promise.all(subjects.map(write));
    await untilArrived(1_000);
    for (const numbers of Object.values(arrived())) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  it('sends the events of one subject in the order of their commits', async () => {
    const hold = Promise.withResolvers<undefined>();
    const added = Promise.withResolvers<undefined>();
    const first = relays.database.transaction(async (transaction) => {
      await relays.outbox.add(transaction, relays.type, 'order', { number: 1 });
      added.resolve(undefined);
      await hold.promise;
    });
    await added.promise;
    const second = relays.add('order', 2);
    await relays.add('another', 3);
    relays.start();
    await untilArrived(1);
    hold.resolve(undefined);
    await Promise.all([first, second]);
    await untilArrived(3);
    expect(arrived()).toEqual({ order: [1, 2], another: [3] });
  });
});

describe('a row that Kafka does not take', () => {
  const event = (subject: unknown): object => {
    return {
      specversion: '1.0',
      id: '1',
      source: 'urn:downscope:order',
      type: 'order.placed',
      subject,
      data: { number: 0 },
    };
  };

  it.each([
    ['an unknown topic', () => relays.put('nowhere', event('bad')), 'unknown_topic_or_partition'],
    ['a topic that cannot be', () => relays.put('no/topic', event('bad')), 'invalid_topic_exception'],
    ['two megabytes', () => relays.put(topic, { ...event('bad'), data: 'x'.repeat(2_000_000) }), 'message_too_large'],
    ['a subject that is no text', () => relays.put(topic, event(7)), 'event_invalid'],
    ['JSON null', () => relays.put(topic, null), 'event_invalid'],
  ])('stands aside with its reason, and holds up nothing: %s', async (_, put, because) => {
    await relays.add('before', 1);
    await put();
    for (let number = 2; number <= 30; number += 1) await relays.add(`behind-${String(number)}`, number);
    relays.start();
    await untilArrived(30);
    await eventually(async () => {
      expect((await relays.rows()).map((row) => row.because)).toEqual([because]);
    });
    await untilQuietFor(2_000);
  });

  it('is sent when that has changed', async () => {
    const later = `later-${randomUUID()}`;
    await relays.put(later, event('order'));
    relays.start();
    await eventually(async () => {
      expect(await relays.rows()).toEqual([{ topic: later, because: 'unknown_topic_or_partition' }]);
    });
    await kafka.create(later);
    await relays.database.drizzle.execute(sql`UPDATE outbox SET aside_until = now()`);
    await eventually(async () => {
      expect(await relays.rows()).toEqual([]);
    });
  });
});

describe('while Kafka is silent', () => {
  afterEach(() => {
    kafka.speak();
  });

  it('no transaction is open, a relay stops within seconds, and what waited is sent afterwards', async () => {
    const relay = relays.start();
    await relays.add('before', 1);
    await untilArrived(1);
    kafka.silence();
    await relays.add('meanwhile', 2);
    await delay(1_500);
    expect(await relays.idleInTransaction()).toBe(0);
    const since = performance.now();
    await relay.beforeApplicationShutdown();
    expect(performance.now() - since).toBeLessThan(8_000);
    relays.start();
    await delay(9_000);
    kafka.speak();
    await untilArrived(2);
  });
});

describe('a replica that is gone', () => {
  it('loses its lanes, and others send what it had', async () => {
    await relays.database.drizzle.execute(
      sql`UPDATE outbox_lanes SET holder = gen_random_uuid(), held_until = now() + interval '3 seconds'`,
    );
    await relays.add('order', 1);
    relays.start();
    await delay(1_500);
    expect(count()).toBe(0);
    await untilArrived(1);
  });
});

describe('what nobody was told of', () => {
  it('is found, when the connection that listens was lost', async () => {
    relays.start();
    await relays.add('before', 1);
    await untilArrived(1);
    await relays.database.drizzle.execute(
      sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = 'SELECT'`,
    );
    await relays.add('after', 2);
    await untilArrived(2);
    expect(arrived()).toEqual({ before: [1], after: [2] });
  });
});

describe('an event that must have an effect', () => {
  const effect = (subject: string): Promise<void> =>
    relays.database.transaction((transaction) => relays.outbox.hadEffect(transaction, relays.type, subject));
  const ids = (subject: string): string[] =>
    kafka
      .in(topic)
      .filter(({ key }) => key === subject)
      .map(({ value }) => (JSON.parse(String(value)) as { id: string }).id);

  it('goes out again under its id until it has had it, each time later, and is measured', async () => {
    const { awaited } = relays;
    await relays.addAwaited('order', 1);
    await relays.addAwaited('another', 2);
    relays.start();
    await untilArrived(2);
    await effect('another');
    await awaited.announceAgain();
    await untilQuietFor(500);
    expect(ids('order')).toHaveLength(1);

    await relays.timePasses();
    await Promise.all([awaited.announceAgain(), awaited.announceAgain()]);
    await eventually(() => {
      expect(ids('order')).toHaveLength(2);
    });
    expect(await relays.secondsUntilAgain()).toBeGreaterThan(60);
    expect(await relays.secondsUntilAgain()).toBeLessThanOrEqual(120);
    await awaited.measure();
    expect(await awaitedRows()).toEqual([{ labels: { type: 'order.placed' }, value: 1 }]);

    await effect('order');
    await relays.timePasses();
    await awaited.announceAgain();
    await awaited.measure();
    expect(await awaitedRows()).toEqual([]);
    await untilQuietFor(500);
    expect(ids('order')).toHaveLength(2);
    expect(new Set(ids('order')).size).toBe(1);
    expect(ids('another')).toHaveLength(1);
  });

  it('is announced again by a relay, without being asked', async () => {
    await relays.addAwaited('order', 1);
    await relays.timePasses();
    relays.start();
    await eventually(() => {
      expect(ids('order')).toHaveLength(2);
    });
  });

  it('is awaited with its transaction, or not at all', async () => {
    await expect(relays.addAwaited('undone', 1, () => Promise.reject(new Error('rolled back')))).rejects.toThrow();
    await relays.timePasses();
    await relays.awaited.announceAgain();
    expect(await relays.rows()).toEqual([]);
  });
});

describe('a backlog', () => {
  it('is bounded', async () => {
    const small = await Relays.over(postgres.url, kafka.brokers, topic, 2);
    await small.add('order', 1);
    await small.add('order', 2);
    small.backlog.note({ waiting: 2, aside: 0, oldestSeconds: 1 });
    await expect(small.add('order', 3)).rejects.toThrow(OutboxFull);
    small.backlog.note({ waiting: 1, aside: 0, oldestSeconds: 1 });
    await small.add('order', 3);
    await small.stop();
  });
});
