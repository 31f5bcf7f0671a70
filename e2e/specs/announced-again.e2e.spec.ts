import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { Shop } from '../flow/shop.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, untilInvoiced } from '../support/orders.ts';
import { PasskeyHolder } from '../support/passkey-holder.ts';
import { passwordOf } from '../support/people.ts';
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

describe('a payment whose announcement is lost', () => {
  it('is announced again, until the order is paid', async () => {
    const credentials = { username: 'alice', password: passwordOf('alice') };
    const scopes = ['openid', 'orders_read', 'orders_write', 'invoices_read', 'invoices_pay'];
    await using alice = await PasskeyHolder.from(stack, credentials, scopes);
    const shop = new Shop(stack, alice);
    const id = await shop.place();
    await untilInvoiced(await alice.api(), id);
    await stack.stop('order');
    try {
      expect(await shop.pay(id)).toBe(200);
      await eventually(async () => expect(await typesOf('invoices', id)).toContain('org.downscope.invoice.paid.v1'), {
        deadlineMs: 20_000,
      });
      await stack.topics.delete('invoices');
      await stack.topics.create('invoices');
    } finally {
      await stack.start('order');
    }
    await stack.query('billing', 'UPDATE outbox_awaited SET again_at = now() WHERE subject = $1', [id]);

    await eventually(
      async () => {
        expect(await shop.standingOf(id)).toEqual({ order: 'paid', invoices: ['paid'] });
        expect(await shop.awaitedOf(id)).toEqual([]);
      },
      { deadlineMs: 60_000 },
    );
    expect(await typesOf('invoices', id)).toContain('org.downscope.invoice.paid.v1');
  });
});

async function typesOf(topic: string, orderId: string): Promise<string[]> {
  return (await recordsOf(topic, orderId)).map(({ value }) => (JSON.parse(String(value)) as { type: string }).type);
}

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
