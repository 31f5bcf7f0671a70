import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterWith } from '../support/dead-letter.ts';
import { inventedFrom, signatureHeaderOf, signedBySomebody } from '../support/forgery.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, untilInvoiced } from '../support/orders.ts';
import type { TopicRecord } from '../support/topics.ts';

const stack = await openStack();
afterAll(() => stack.close());

let records: TopicRecord[];
let placed: TopicRecord;
beforeAll(async () => {
  const alice = stack.api((await stack.login('alice')).opaqueToken);
  const { id } = await placeOrder(alice);
  await untilInvoiced(alice, id);
  records = (await stack.topics.records()).filter(({ value }) => value?.includes(id));
  const found = records.find(({ topic }) => topic === 'orders');
  if (!found) throw new Error('the order has not been announced');
  placed = found;
});

describe('an event', () => {
  it('is signed, by order and by billing, with what is no access token', () => {
    expect(records.map((record) => [record.topic, signatureHeaderOf(record).typ])).toEqual(
      expect.arrayContaining([
        ['orders', 'cloudevents+jws'],
        ['invoices', 'cloudevents+jws'],
      ]),
    );
  });
});

describe('an order that nobody has placed', () => {
  type Forger = (record: TopicRecord) => TopicRecord | Promise<TopicRecord>;

  it.each<[string, string, Forger]>([
    ['by a stranger who signs nothing', 'event_unsigned', (record) => ({ ...record, headers: {} })],
    ['under the signature of another', 'event_forged', (record) => record],
    ['by a service with a key of its own', 'event_forged', (record) => signedBySomebody(record, 'customer')],
    [
      'by a service that says its key were order’s',
      'event_forged',
      (record) => signedBySomebody(record, signatureHeaderOf(placed).kid),
    ],
  ])('is not invoiced when it is announced %s', async (_, code, forged) => {
    const { record, orderId } = inventedFrom(placed);
    await stack.topics.publish(await forged(record));

    const letter = await deadLetterWith(Buffer.from(orderId), stack.topics);

    expect(letter.topic).toBe('orders.dead-letter');
    expect(String(letter.headers['dead-letter-code'])).toBe(code);
    expect(await invoicesFor(orderId)).toEqual([]);
  });
});

async function invoicesFor(orderId: string): Promise<string[]> {
  const tables = await stack.databases();
  const invoices = tables.find(({ database, table }) => database === 'billing' && table.endsWith('.invoices'));
  if (!invoices) throw new Error('billing has no table of invoices');
  return invoices.rows.filter((row) => row.includes(orderId));
}
