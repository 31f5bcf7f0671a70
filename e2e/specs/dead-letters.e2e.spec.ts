import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { deadLetterWith } from '../support/dead-letter.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, untilInvoiced } from '../support/orders.ts';
import type { TopicRecord } from '../support/topics.ts';

const stack = await openStack();
afterAll(() => stack.close());

const event = {
  specversion: '1.0',
  id: '6b0c1d7e-0000-4000-8000-000000000000',
  source: 'order',
  type: 'org.downscope.order.placed.v1',
  subject: 'poison',
  time: '2026-11-24T12:00:00.000Z',
  datacontenttype: 'application/json',
};

describe('a record that billing cannot handle', () => {
  it.each([
    ['no JSON', 'not json', 'event_unreadable'],
    ['an event without its attributes', JSON.stringify({ data: {} }), 'event_invalid'],
    ['an event that nobody has signed', JSON.stringify({ ...event, data: { orderId: 1 } }), 'event_unsigned'],
  ])('is set aside with its reason: %s', async (_, value, reason) => {
    const key = Buffer.from(`poison-${randomUUID()}`);
    const poison: TopicRecord = { topic: 'orders', partition: 0, key, value: Buffer.from(value), headers: {} };
    const offset = await stack.topics.publish(poison);

    const letter = await deadLetterWith(key, stack.topics);

    expect(letter.topic).toBe('orders.dead-letter');
    expect(letter.value?.toString()).toBe(value);
    expect(String(letter.headers['dead-letter-code'])).toBe(reason);
    expect(String(letter.headers['dead-letter-origin'])).toBe(`orders/0/${offset}`);
  });

  it('holds up nothing behind it', async () => {
    const alice = stack.api((await stack.login('alice')).opaqueToken);
    const { id } = await placeOrder(alice);
    await expect(untilInvoiced(alice, id)).resolves.toMatchObject({ id });
  });
});
