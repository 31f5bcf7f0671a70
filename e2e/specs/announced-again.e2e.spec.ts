import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, untilInvoiced } from '../support/orders.ts';
import type { TopicRecord } from '../support/topics.ts';

jest.setTimeout(180_000);

const stack = await openStack();
afterAll(() => stack.close());

describe('an order whose announcement is lost', () => {
  it('is announced again under its own event id, and invoiced', async () => {
    const alice = stack.api((await stack.login('alice')).opaqueToken);
    await stack.stop('billing');
    let id: string;
    let lost: string;
    try {
      ({ id } = await placeOrder(alice));
      lost = await eventually(async () => eventIdIn(only(await recordsOf('orders', id))), { deadlineMs: 20_000 });
      await stack.topics.delete('orders');
      await stack.topics.create('orders');
    } finally {
      await stack.start('billing');
    }
    await stack.query('order', 'UPDATE outbox_awaited SET again_at = now() WHERE subject = $1', [id]);

    await untilInvoiced(alice, id);
    expect(eventIdIn(only(await recordsOf('orders', id)))).toBe(lost);
    expect(await stack.query('order', 'SELECT subject FROM outbox_awaited WHERE subject = $1', [id])).toEqual([]);
  });
});

describe('an invoice that order has not heard of', () => {
  it('is announced again under its own event id, when order announces again', async () => {
    const alice = stack.api((await stack.login('alice')).opaqueToken);
    const { id } = await placeOrder(alice);
    await untilInvoiced(alice, id);
    await stack.topics.publish(only(await recordsOf('orders', id)));
    await eventually(
      async () => {
        const [first, second, ...others] = (await recordsOf('invoices', id)).map(eventIdIn);
        expect([first, others]).toEqual([second, []]);
      },
      { deadlineMs: 30_000 },
    );
  });
});

async function recordsOf(topic: string, orderId: string): Promise<TopicRecord[]> {
  return (await stack.topics.records()).filter((record) => record.topic === topic && record.value?.includes(orderId));
}

function only(records: readonly TopicRecord[]): TopicRecord {
  const [record, ...others] = records;
  if (!record || others.length > 0) throw new Error(`expected one record, found ${String(records.length)}`);
  return record;
}

function eventIdIn({ value }: TopicRecord): string {
  return (JSON.parse(String(value)) as { id: string }).id;
}
