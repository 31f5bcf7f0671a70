import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { databaseErrorOf } from '@downscope/postgres';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { eventually } from './eventually.ts';
import { good, Hearing } from './hearing.ts';
import { KafkaServer } from './kafka-server.ts';

jest.setTimeout(180_000);
Logger.overrideLogger(false);

let kafka: KafkaServer;
beforeAll(async () => {
  kafka = await KafkaServer.start();
});
afterAll(() => kafka.stop());

/** For all cases of a block: nothing that one of them sends keeps the next from being handled. */
function hears(): () => Hearing {
  let hearing: Hearing;
  beforeAll(async () => {
    hearing = await Hearing.start(kafka);
  });
  beforeEach(() => {
    hearing.effect = () => Promise.resolve();
  });
  afterAll(() => hearing.stop());
  return () => hearing;
}

/** An error of anybody's, which repeats what it was given. */
const saying = (properties: object): Error => Object.assign(new Error('secret-4711'), properties);

const ofDatabase = (code: string): Error => {
  const detail = 'Key (name)=(secret-4711) exists';
  return databaseErrorOf(Object.assign(new pg.DatabaseError('secret-4711', 0, 'error'), { code, detail }));
};

function failsFor(id: string, error: Error): Hearing['effect'] {
  return (event) => (event.id === id ? Promise.reject(error) : Promise.resolve());
}

describe("a record's own fault", () => {
  const hearing = hears();

  it.each([
    ['no JSON', 'x', 'event_unreadable'],
    ['nothing', null, 'event_unreadable'],
    ['a list', '[]', 'event_invalid'],
    ['data of another shape', good('a').replace('1}', '"4711"}'), 'event_invalid'],
  ])('makes it a dead letter as it came: %s', async (_, value, code) => {
    const [offset] = await hearing().send({ value, headers: { kept: 'as it was' } }, { value: good(`behind ${_}`) });
    await hearing().until(`behind ${_}`);
    expect(await hearing().letterOf(`0/${String(offset)}`)).toMatchObject({
      value: value === null ? null : Buffer.from(value),
      headers: { kept: 'as it was', 'dead-letter-code': code },
    });
  });

  it.each([
    ['a value that a column cannot hold', ofDatabase('22P05'), 'sqlstate_22p05'],
    ['a constraint', ofDatabase('23505'), 'sqlstate_23505'],
    ['a refusal of our own', saying({ status: 404, code: 'order_not_found' }), 'order_not_found'],
    [
      'a refusal of another service',
      saying({ status: 502, code: 'downstream_refused', upstreamStatus: 404 }),
      'downstream_refused',
    ],
  ])('makes it a dead letter, and nothing is repeated of what was said: %s', async (_, cause, code) => {
    hearing().effect = failsFor(`bad ${_}`, new Error('secret-4711', { cause }));
    const [offset] = await hearing().send({ value: good(`bad ${_}`) }, { value: good(`behind ${_}`) });
    await hearing().until(`behind ${_}`);
    const letter = await hearing().letterOf(`0/${String(offset)}`);
    expect(letter.headers['dead-letter-code']).toBe(code);
    expect(JSON.stringify(letter.headers)).not.toContain('secret-4711');
  });
});

describe('a dead letter', () => {
  const hearing = hears();

  it('is written for a record that has a header without a value (KIP-82)', async () => {
    // kafkajs measures a value before it asks whether there is one, and so cannot send it by itself.
    const measure = Buffer.byteLength.bind(Buffer);
    const spy = jest
      .spyOn(Buffer, 'byteLength')
      .mockImplementation((text, encoding) => measure((text as unknown) === null ? '' : text, encoding));
    const [offset] = await hearing().send({ value: 'x', headers: { empty: null } });
    spy.mockRestore();
    expect((await hearing().letterOf(`0/${String(offset)}`)).headers).toEqual(
      expect.objectContaining({ 'dead-letter-code': 'event_unreadable' }),
    );
  });

  it('leaves out the content of a record that is as large as Kafka takes, and says where that stands', async () => {
    const [offset] = await hearing().send({ value: Buffer.alloc(1_048_576 - 120, 'x') });
    expect(await hearing().letterOf(`0/${String(offset)}`)).toMatchObject({
      value: null,
      headers: { 'dead-letter-omitted': 'too large' },
    });
  });

  it('that cannot be written holds up its partition alone, without a storm, and is written once it can', async () => {
    await kafka.admin.deleteTopics({ topics: [hearing().deadLetterTopic] });
    await hearing().send({ value: 'x' }, { value: good('behind') }, { value: good('beside'), partition: 1 });
    await hearing().until('beside');
    const before = await hearing().retries();
    await delay(5_000);
    expect((await hearing().retries()) - before).toBeLessThan(8);
    expect(hearing().handled).not.toContain('behind');

    await kafka.create(hearing().deadLetterTopic);
    await hearing().until('behind');
  });
});

describe('whatever passes', () => {
  const hearing = hears();

  it.each([
    ['a lost connection', saying({ code: 'ECONNRESET' })],
    ['an unreachable host', saying({ code: 'EHOSTUNREACH' })],
    ['an unknown host', saying({ code: 'ENOTFOUND' })],
    ['a backend that was ended', ofDatabase('57P01')],
    ['a statement that took too long', ofDatabase('57014')],
    ['a lock that took too long', ofDatabase('55P03')],
    ['a transaction that was ended', ofDatabase('25P03')],
    ['a server that only reads', ofDatabase('25006')],
    ['an error of the disk', ofDatabase('58030')],
    ['a deadlock', ofDatabase('40P01')],
    [
      'a service that is out',
      saying({ status: 503, code: 'downstream_unavailable', retryable: true, upstreamStatus: 404 }),
    ],
    ['a service that does not let us', saying({ status: 502, code: 'downstream_refused', upstreamStatus: 403 })],
    [
      'a token that we do not get',
      saying({ code: 'downstream_refused', upstreamStatus: 400, upstreamCode: 'invalid_target' }),
    ],
    ['a bug', saying({})],
  ])('is waited for, and no dead letter: %s', async (name, error) => {
    let attempts = 0;
    hearing().effect = ({ id }) => {
      if (id !== name) return Promise.resolve();
      attempts += 1;
      return attempts > 3 ? Promise.resolve() : Promise.reject(error);
    };
    await hearing().send({ value: good(name) }, { value: good(`behind ${name}`) });
    await hearing().until(`behind ${name}`);
    expect(hearing().handled.slice(-2)).toEqual([name, `behind ${name}`]);
    expect(attempts).toBe(4);
    expect(await hearing().deadLetters()).toBe(0);
  });

  it('holds up its own partition and no other, however long it takes, and is dealt with once', async () => {
    hearing().handled.length = 0;
    hearing().effect = failsFor('bad', new Error('out'));
    await hearing().send({ value: good('bad') }, { value: good('behind') });
    for (const id of ['beside 1', 'beside 2', 'beside 3']) {
      await hearing().send({ value: good(id), partition: 1 });
      await hearing().until(id);
    }
    expect(await hearing().waitsSince(0)).toBeGreaterThan(1e9);
    hearing().effect = () => Promise.resolve();
    await hearing().until('behind');
    await hearing().send({ value: good('last') });
    await hearing().until('last');
    expect(hearing().handled).toEqual(['beside 1', 'beside 2', 'beside 3', 'bad', 'behind', 'last']);
    expect(await hearing().waitsSince(0)).toBe(0);
  });

  it('is what a handler that hangs does: the others go on', async () => {
    const hanging = Promise.withResolvers<undefined>();
    hearing().effect = ({ id }) => (id === 'hangs' ? hanging.promise : Promise.resolve());
    await hearing().send({ value: good('hangs') }, { value: good('beside it'), partition: 1 });
    await hearing().until('beside it');
    await hearing().send({ value: good('beside it too'), partition: 2 });
    await hearing().until('beside it too');
    hanging.resolve(undefined);
    await hearing().until('hangs');
    expect(hearing().handled.slice(-3)).toEqual(['beside it', 'beside it too', 'hangs']);
  });
});

describe('a batch', () => {
  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('is read however the broker packs it: %s', async (compression) => {
    const hearing = await Hearing.start(kafka, { settings: { 'compression.type': compression } });
    const ids = Array.from({ length: 300 }, (_, index) => `${compression}-${String(index)}`);
    await hearing.send(...ids.map((id) => ({ value: good(id) })));
    await hearing.until(...ids);
    expect(hearing.handled).toEqual(ids);
    await hearing.stop();
  });
});

describe('a consumer', () => {
  const hearing = hears();

  it('finds a new partition', async () => {
    await hearing().send({ value: good('in an old one') });
    await hearing().until('in an old one');
    const { topic } = hearing();
    await kafka.admin.createPartitions({ topicPartitions: [{ topic, count: 4 }] });
    await kafka.sendAnew({ topic, messages: [{ partition: 3, value: good('in the new one') }] });
    await hearing().until('in the new one');
    expect(hearing().handled).toEqual(['in an old one', 'in the new one']);
  });

  it.each([
    ['that was killed and came back', () => kafka.kill(), () => kafka.run()],
    ['that fell silent and speaks again', () => kafka.silenceFor(12_000), () => Promise.resolve()],
  ])('goes on within seconds with a broker %s', async (name, goes, comes) => {
    await hearing().send({ value: good(`before it ${name}`) });
    await hearing().until(`before it ${name}`);
    await goes();
    await comes();
    await eventually(() => hearing().send({ value: good(`after it ${name}`) }));
    const since = performance.now();
    await hearing().until(`after it ${name}`);
    expect(performance.now() - since).toBeLessThan(20_000);
  });

  it('closes within seconds while Kafka is silent', async () => {
    kafka.silence();
    const since = performance.now();
    await hearing().stop();
    kafka.speak();
    expect(performance.now() - since).toBeLessThan(9_000);
  });
});
