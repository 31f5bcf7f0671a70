import { FlattenedSign, generateKeyPair } from 'jose';
import { randomUUID } from 'node:crypto';
import type { TopicRecord } from './topics.ts';

/** What a record's signature says of itself. */
interface SignatureHeader {
  readonly kid: string;
  readonly typ: string;
}

export function signatureHeaderOf({ headers }: TopicRecord): SignatureHeader {
  const [head = ''] = String(headers['jws']).split('.');
  return JSON.parse(Buffer.from(head, 'base64url').toString()) as SignatureHeader;
}

/** What whoever reaches the broker could put there: as this record, headers included, but of an order that nobody has placed. */
export function inventedFrom({ value, headers }: TopicRecord): { record: TopicRecord; orderId: string } {
  const event = JSON.parse(String(value)) as { data: object };
  const orderId = randomUUID();
  const data = { ...event.data, orderId, total: { minorUnits: 99_999_900, currency: 'EUR' } };
  const invented = Buffer.from(JSON.stringify({ ...event, id: randomUUID(), subject: orderId, data }));
  return { record: { topic: 'orders', partition: 0, key: Buffer.from(orderId), value: invented, headers }, orderId };
}

/** By a key of one's own, as any service can make one. */
export async function signedBySomebody(record: TopicRecord, kid: string): Promise<TopicRecord> {
  const { privateKey } = await generateKeyPair('ES256');
  const { protected: head = '', signature } = await new FlattenedSign(record.value ?? Buffer.alloc(0))
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'cloudevents+jws', b64: false, crit: ['b64'] })
    .sign(privateKey);
  return { ...record, headers: { ...record.headers, jws: `${head}..${signature}` } };
}
