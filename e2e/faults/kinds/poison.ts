import { randomUUID } from 'node:crypto';
import type { TopicRecord } from '../../support/topics.ts';

/** What each makes of a good record, so that nobody can ever handle it. */
export const poisons: Readonly<Record<string, (good: TopicRecord) => TopicRecord>> = {
  'no value': (good) => ({ ...good, value: null }),
  'no JSON': (good) => ({ ...good, value: Buffer.from('{"specversion":') }),
  'no text': (good) => ({ ...good, value: Buffer.from([0xff, 0xfe, 0x00, 0xd8]) }),
  'no event': (good) => ({ ...good, value: Buffer.from('[null]') }),
  'in binary mode, without a type': (good) => ({
    ...good,
    value: Buffer.from('{}'),
    headers: { 'content-type': 'application/json', ce_specversion: '1.0', ce_id: randomUUID(), ce_source: '/order' },
  }),
  'as large as Kafka takes, and no JSON': (good) => ({ ...good, value: Buffer.alloc(1_000_000, 'x') }),
  'not signed': (good) => ({ ...renamed(good), headers: without(good, 'jws') }),
  'changed after it was signed': (good) => renamed(good),
  'signed with something that is no signature': (good) => ({ ...good, headers: { ...good.headers, jws: 'e30..AAAA' } }),
  "in another service's name": (good) => ({ ...good, value: Buffer.from(json(good, { source: '/somebody' })) }),
};

function renamed(good: TopicRecord): TopicRecord {
  return { ...good, value: Buffer.from(json(good, { id: randomUUID() })) };
}

function json({ value }: TopicRecord, change: object): string {
  return JSON.stringify({ ...(JSON.parse(String(value)) as object), ...change });
}

function without({ headers }: TopicRecord, name: string): TopicRecord['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
}
