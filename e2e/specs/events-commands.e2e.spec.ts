import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { deadLetterWith } from '../support/dead-letter.ts';
import { eventually as eventuallyBy } from '../support/eventually.ts';
import { events, EventsCommand } from '../support/events-command.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, untilInvoiced } from '../support/orders.ts';

const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  eventuallyBy(() => Promise.resolve().then(check), { deadlineMs: 30_000 });

const stack = await openStack();
afterAll(() => stack.close());

const invoicedOrder = async (): Promise<string> => {
  const alice = stack.api((await stack.login('alice')).opaqueToken);
  const { id } = await placeOrder(alice);
  await untilInvoiced(alice, id);
  return id;
};

describe('npm run events -- dead-letters', () => {
  let origin: string;
  let poison: string;
  beforeAll(async () => {
    poison = `poison ${randomUUID()}`;
    const key = Buffer.from(poison);
    const offset = await stack.topics.publish({ topic: 'orders', partition: 0, key, value: key, headers: { a: 'b' } });
    await deadLetterWith(key, stack.topics);
    origin = `orders/0/${offset}`;
  });

  it('list: each with where it stood and its reason, and nothing of what it holds', async () => {
    const { out } = await events('dead-letters', 'list');
    expect(out).toMatch(new RegExp(`^${origin} +event_unreadable `, 'm'));
    expect(out).not.toContain(poison);
  });

  it('show: all of it', async () => {
    const { out } = await events('dead-letters', 'show', origin);
    expect(out).toContain('dead-letter-code: event_unreadable');
    expect(out).toContain('a: b');
    expect(out).toContain(poison);
  });

  it('replay: the record stands in its topic once more, as it was', async () => {
    const { out } = await events('dead-letters', 'replay', origin);
    const [, again = ''] = /stands at (\S+) once more/.exec(out) ?? [];
    const replayed = await eventually(async () => {
      const records = await stack.topics.records();
      // A topic that was made anew counts from 0 again, so its places have letters of the topic before it.
      const found = records.find(
        ({ key, headers }) => key?.toString() === poison && String(headers['dead-letter-origin']) === again,
      );
      if (!found) throw new Error(`there is no dead letter of ${again} yet`);
      return found;
    });
    expect(replayed.value?.toString()).toBe(poison);
    expect(Object.keys(replayed.headers).sort()).toEqual(
      ['a', 'dead-letter-code', 'dead-letter-origin', 'dead-letter-reason'].sort(),
    );
  });

  it('show: says which there is not', async () => {
    expect(await events('dead-letters', 'show', 'orders/0/99999999')).toEqual({
      out: '',
      err: 'there is no dead letter of orders/0/99999999: see dead-letters list\n',
      code: 1,
    });
  });
});

describe('npm run events', () => {
  it('lag: how far each group is behind', async () => {
    await invoicedOrder();
    await eventually(async () => {
      const { out } = await events('lag');
      expect(out).toMatch(/^billing +orders\/0 +\d+$/m);
      expect(out).toMatch(/^order +invoices\/\d +\d+$/m);
      expect([...out.matchAll(/^(?:billing|order) .* (\d+)$/gm)].filter(([, behind]) => behind !== '0')).toEqual([]);
    });
  });

  it('waiting: what has had no effect yet, and since when', async () => {
    await stack.stop('billing');
    let id: string;
    try {
      ({ id } = await placeOrder(stack.api((await stack.login('alice')).opaqueToken)));
      const { out } = await events('waiting');
      expect(out).toMatch(new RegExp(`^org\\.downscope\\.order\\.placed\\.v1 +${id} +\\d{4}-\\S+ +0$`, 'm'));
    } finally {
      await stack.start('billing');
    }
    await eventually(async () => {
      expect((await events('waiting')).out).not.toContain(id);
    });
  });

  it('tail: a line for each record that comes, until it is interrupted', async () => {
    const tail = new EventsCommand('tail');
    await eventually(() => {
      expect(tail.err).toContain('from now on');
    });
    const id = await invoicedOrder();
    await eventually(() => {
      expect(tail.out).toMatch(new RegExp(`orders/\\d/\\d+  org\\.downscope\\.order\\.placed\\.v1  ${id}  \\{`));
      expect(tail.out).toMatch(new RegExp(`invoices/\\d/\\d+  org\\.downscope\\.invoice\\.issued\\.v1 .*${id}`));
    });
    tail.interrupt();
    expect(await tail.ended).toBe(0);
  });

  it.each([
    [
      ['tail', 'nowhere'],
      'there is no topic nowhere: there is invoices, invoices.dead-letter, orders, orders.dead-letter',
    ],
    [['listen'], 'what about events? tail [TOPIC]'],
  ])('says what there is not: %p', async (args, message) => {
    const { err, code } = await events(...args);
    expect(err).toContain(message);
    expect(code).toBe(1);
  });
});
