import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { KeyServer, signedBy, type SpecKey, specKey } from '../../test/author-on-stage.ts';
import { eventually } from '../../test/eventually.ts';
import { headersOf } from '../broker/headers.ts';
import type { KafkaRecord } from '../broker/kafka-client.ts';
import { parseCloudEvent } from '../cloud-event.ts';
import { ownFaultOf } from '../consuming/own-faults.ts';
import { defineEvent } from '../event-type.ts';
import { Authors } from './authors.ts';

const OrderPlaced = defineEvent({ type: 'order.placed', topic: 'orders', producer: 'order', data: z.unknown() });
const attributes = { specversion: '1.0', id: '1', source: 'urn:downscope:order', type: 'order.placed', subject: 'o-1' };

const structured = (change: object = {}): KafkaRecord => ({
  key: null,
  value: Buffer.from(JSON.stringify({ ...attributes, data: { total: 1 }, ...change })),
  headers: {},
});
const binary = (change: object = {}): KafkaRecord => ({
  key: null,
  value: Buffer.from('{"total":1}'),
  headers: headersOf(
    Object.fromEntries(Object.entries({ ...attributes, ...change }).map(([name, value]) => [`ce_${name}`, value])),
  ),
});
const withHeaders = (record: KafkaRecord, headers: Record<string, string | undefined>): KafkaRecord => ({
  ...record,
  headers: headersOf({ ...record.headers, ...headers }),
});

let order: KeyServer;
let key: SpecKey;
let authors: Authors;
beforeEach(async () => {
  key = await specKey();
  order = new KeyServer();
  order.keys.push(key.jwk);
  await order.start();
  authors = new Authors({ order: order.url });
});
afterEach(() => order.stop());

const check = (record: KafkaRecord): Promise<void> => authors.check(OrderPlaced, parseCloudEvent(record), record);
const faultOf = (record: KafkaRecord): Promise<string | undefined> =>
  check(record).then(
    () => 'none',
    (error: unknown) => ownFaultOf(error)?.code,
  );

describe('the word of its producer', () => {
  it.each([
    ['structured', structured],
    ['binary', binary],
  ])('counts in %s mode', async (_, record) => {
    expect(await faultOf(await signedBy(key, record()))).toBe('none');
  });

  it('need not be signed where its type is nobody’s in particular', async () => {
    const anybodys = defineEvent({ type: 'order.placed', topic: 'orders', data: z.unknown() });
    await expect(authors.check(anybodys, parseCloudEvent(structured()), structured())).resolves.toBeUndefined();
  });
});

describe('the word of anybody else', () => {
  type Forgery = () => KafkaRecord | Promise<KafkaRecord>;
  const jwsOf = (record: KafkaRecord): string => record.headers['jws']?.toString() ?? '';

  it.each<[string, string, Forgery]>([
    ['nobody', 'event_unsigned', () => structured()],
    ['nobody, in binary mode', 'event_unsigned', () => binary()],
    ['a stranger', 'event_forged', async () => signedBy(await specKey(), structured())],
    [
      'a stranger, under the name of its key',
      'event_forged',
      async () => signedBy({ ...(await specKey()), kid: key.kid }, structured()),
    ],
    ['the producer, as another', 'event_forged', () => signedBy(key, structured({ source: 'urn:downscope:customer' }))],
    ['no signature', 'event_forged', () => withHeaders(structured(), { jws: '..' })],
    ['no JWS', 'event_forged', () => withHeaders(structured(), { jws: 'x..y' })],
  ])('does not count: %s', async (_, code, forgery) => {
    expect(await faultOf(await forgery())).toBe(code);
  });

  it.each<[string, Forgery]>([
    [
      'with other data',
      async () => withHeaders(structured({ data: {} }), { jws: jwsOf(await signedBy(key, structured())) }),
    ],
    ['with another id', async () => withHeaders(binary({ id: '2' }), { jws: jwsOf(await signedBy(key, binary())) })],
    ['in the other mode', async () => withHeaders(binary(), { jws: jwsOf(await signedBy(key, structured())) })],
    [
      'with attributes beside those that are signed',
      async () =>
        withHeaders(await signedBy(key, structured()), {
          ce_specversion: '1.0',
          ...Object.fromEntries(
            Object.entries(binary({ id: '2' }).headers).map(([name, value]) => [name, value.toString()]),
          ),
        }),
    ],
  ])('is no word of the producer, whose signature it has: %s', async (_, forgery) => {
    expect(await faultOf(await forgery())).toBe('event_forged');
  });

  it.each([
    ['an access token’s type', { typ: 'at+jwt' }],
    ['no type', { typ: undefined }],
    ['a payload that is encoded', { b64: undefined, crit: undefined }],
    ['something beside what is known', { jku: 'https://stranger.test/keys' }],
  ])('is no signature of the one kind that counts: %s', async (_, header) => {
    expect(await faultOf(await signedBy(key, structured(), header))).toBe('event_forged');
  });
});

describe('the keys of a producer', () => {
  it('are asked for again when there is a new one', async () => {
    await check(await signedBy(key, structured()));
    const next = await specKey();
    order.keys.push(next.jwk);
    expect(await faultOf(await signedBy(next, structured()))).toBe('none');
  });

  it('are asked for again when the answer was under way before the new one was there', async () => {
    await check(await signedBy(key, structured()));
    const next = await specKey();
    order.holdsNext = true;
    const strangers = faultOf(await signedBy(await specKey(), structured()));
    await eventually(() => {
      expect(order.asked).toBe(2);
    });
    order.keys.push(next.jwk);
    const ours = faultOf(await signedBy(next, structured()));
    order.release();
    expect(await strangers).toBe('event_forged');
    expect(await ours).toBe('none');
  });

  it('are remembered while it is out', async () => {
    await check(await signedBy(key, structured()));
    await order.stop();
    expect(await faultOf(await signedBy(key, structured()))).toBe('none');
  });

  it('are waited for when nobody knows them yet: no fault of the record', async () => {
    await order.stop();
    expect(await faultOf(await signedBy(key, structured()))).toBeUndefined();
    await order.start();
    expect(await faultOf(await signedBy(key, structured()))).toBe('none');
  });

  it('must have an address', () => {
    expect(() => {
      new Authors({}).mustKnow(OrderPlaced);
    }).toThrow(expect.objectContaining({ code: 'producer_keys_missing' }));
  });
});
