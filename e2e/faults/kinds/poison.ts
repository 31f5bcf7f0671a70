import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { signatureHeaderOf, signedBySomebody } from '../../support/forgery.ts';
import type { TopicRecord, Topics } from '../../support/topics.ts';
import type { Fault, Strike } from '../fault.ts';
import type { FaultStack } from '../stack/fault-stack.ts';

/** What makes a record of an announced order one that nobody can handle, and the code that says so. */
interface Poison {
  readonly code: string;
  readonly made: (order: TopicRecord) => TopicRecord | Promise<TopicRecord>;
}

const poisons: readonly Poison[] = [
  { code: 'event_unreadable', made: (order) => ({ ...order, value: null }) },
  { code: 'event_unreadable', made: (order) => ({ ...order, value: order.value?.subarray(0, -1) ?? null }) },
  { code: 'event_invalid', made: (order) => ({ ...order, value: Buffer.from(JSON.stringify(['an', 'event'])) }) },
  { code: 'event_invalid', made: (order) => withEvent(order, { id: undefined }) },
  { code: 'event_invalid', made: (order) => withEvent(order, { specversion: '0.3' }) },
  { code: 'event_invalid', made: (order) => withEvent(order, { datacontenttype: 'text/xml' }) },
  { code: 'event_unsigned', made: (order) => ({ ...order, headers: {} }) },
  { code: 'event_forged', made: (order) => withEvent(order, { source: 'urn:somebody' }) },
  { code: 'event_forged', made: (order) => withEvent(order, { id: 'another' }) },
  { code: 'event_forged', made: (order) => signedBySomebody(order, signatureHeaderOf(order).kid) },
];

export const poisonFault: Fault = {
  name: '200 poison records of 10 kinds, among the others',
  times: 1,
  short: 1,
  async strike({ topics }: FaultStack, { isShort, healing }: Strike): Promise<void> {
    const orders = await announcedOrders(topics);
    const codes = new Map<string, string>();
    for (let nth = 0; nth < (isShort ? 10 : 200); nth += 1) {
      const poison = poisons[nth % poisons.length];
      const order = orders[nth % orders.length];
      if (!poison || !order) throw new Error('there is no order to make poison of');
      const key = `poison-${nth}`;
      await topics.publish({ ...(await poison.made(order)), key: Buffer.from(key) });
      codes.set(key, poison.code);
      // Forty seconds in all, in which callers place two thousand.
      await pause(isShort ? 50 : 200);
    }
    healing();
    await untilSetAside(topics, codes);
  },
};

function announcedOrders(topics: Topics): Promise<TopicRecord[]> {
  return eventually(
    async () => {
      const orders = (await topics.records()).filter(
        ({ topic, value }) => topic === 'orders' && value?.includes('org.downscope.order.placed'),
      );
      if (orders.length === 0) throw new Error('no order has been announced');
      return orders;
    },
    { deadlineMs: 30_000 },
  );
}

function withEvent(record: TopicRecord, change: object): TopicRecord {
  const event = JSON.parse(String(record.value)) as object;
  return { ...record, value: Buffer.from(JSON.stringify({ ...event, ...change })) };
}

/** Each of them is a dead letter, once, with its own code. */
async function untilSetAside(topics: Topics, codes: ReadonlyMap<string, string>): Promise<void> {
  await eventually(
    async () => {
      const letters = (await topics.records()).filter(
        ({ topic, key }) => topic === 'orders.dead-letter' && codes.has(String(key)),
      );
      const wrong = letters.filter(
        ({ key, headers }) => String(headers['dead-letter-code']) !== codes.get(String(key)),
      );
      if (wrong.length > 0)
        throw new Error(`dead letters for another reason: ${wrong.map(({ key }) => String(key)).join(', ')}`);
      if (letters.length !== codes.size)
        throw new Error(`${letters.length} dead letters of ${codes.size} poison records`);
    },
    { deadlineMs: 60_000 },
  );
}
