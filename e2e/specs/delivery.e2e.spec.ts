import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, untilInvoiced } from '../support/orders.ts';
import type { TopicRecord } from '../support/topics.ts';

const stack = await openStack();
afterAll(() => stack.close());

describe('an event that is delivered twice', () => {
  it('leads to one invoice, and changes the order once', async () => {
    const alice = stack.api((await stack.login('alice')).opaqueToken);
    const { id } = await placeOrder(alice);
    const { invoiceId } = await untilInvoiced(alice, id);
    const records = (await stack.topics.records()).filter(({ value }) => value?.includes(id));

    await deliveredAgain(records, 'orders', 'billing');
    await deliveredAgain(records, 'invoices', 'order');

    expect(await invoicesFor(id)).toHaveLength(1);
    expect(await untilInvoiced(alice, id)).toMatchObject({ invoiceId });
    const deadLetters = (await stack.topics.records()).filter(({ topic }) => topic.endsWith('.dead-letter'));
    expect(deadLetters.filter(({ value }) => value?.includes(id))).toEqual([]);
  });
});

/** Puts the one record of a topic there again, and waits until its consumer has passed it. */
async function deliveredAgain(records: readonly TopicRecord[], topic: string, consumerGroup: string): Promise<void> {
  const [record, ...others] = records.filter((candidate) => candidate.topic === topic);
  if (!record || others.length > 0) throw new Error(`${topic}: expected one record, found ${others.length + 1}`);
  const offset = await stack.topics.publish(record);
  await eventually(
    async () => {
      expect(await stack.topics.positionOf(consumerGroup, record)).toBeGreaterThan(offset);
    },
    { deadlineMs: 20_000 },
  );
}

async function invoicesFor(orderId: string): Promise<string[]> {
  const tables = await stack.databases();
  const invoices = tables.find(({ database, table }) => database === 'billing' && table.endsWith('.invoices'));
  return (invoices?.rows ?? []).filter((row) => row.includes(orderId));
}
