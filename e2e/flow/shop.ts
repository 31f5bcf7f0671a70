import { randomUUID } from 'node:crypto';
import { type Answer, UnexpectedAnswerError } from '../support/answer.ts';
import type { Api } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { placedIn, placeOrderOnce } from '../support/orders.ts';
import type { PasskeyHolder } from '../support/passkey-holder.ts';
import type { StackClient } from '../support/stack-client.ts';
import type { TopicRecord } from '../support/topics.ts';
import type { Standing } from './told.ts';

const consumerOf: Readonly<Record<string, string>> = { orders: 'billing', invoices: 'order' };

/** The system, as one customer has it who may do everything, and as its operator sees it. */
export class Shop {
  readonly #stack: StackClient;
  readonly #customer: PasskeyHolder;
  readonly #replayed: { readonly record: TopicRecord; readonly offset: number }[] = [];

  constructor(stack: StackClient, customer: PasskeyHolder) {
    this.#stack = stack;
    this.#customer = customer;
  }

  async place(): Promise<string> {
    const key = randomUUID();
    return placedIn(await this.#answered((api) => placeOrderOnce(api, key)));
  }

  async cancel(orderId: string): Promise<number> {
    return (await this.#answered((api) => api.delete(`/orders/${orderId}`))).status;
  }

  /** As soon as billing has the invoice, which may be before order knows. Undefined where it gets none. */
  async pay(orderId: string): Promise<number | undefined> {
    const invoiceId = await this.#invoiceOf(orderId);
    if (invoiceId === undefined) return undefined;
    return (await this.#answered((api) => api.post(`/invoices/${invoiceId}/pay`, {}))).status;
  }

  /** Puts one of the events about an order there once more: the first if `nth` is 0, and so on, around. */
  async replay(orderId: string, nth: number): Promise<void> {
    const about = (await this.#stack.topics.records()).filter(
      ({ topic, value }) => topic in consumerOf && value?.includes(orderId),
    );
    const record = about[nth % about.length];
    if (record) this.#replayed.push({ record, offset: await this.#stack.topics.publish(record) });
  }

  /** Resolves once every event that was replayed has been heard. */
  async heardEverything(): Promise<void> {
    for (const { record, offset } of this.#replayed.splice(0)) {
      await eventually(
        async () => {
          const position = await this.#stack.topics.positionOf(consumerOf[record.topic] ?? '', record);
          if (position <= offset) throw new Error(`${record.topic}/${record.partition}/${offset} has not been heard`);
        },
        { deadlineMs: 20_000 },
      );
    }
  }

  async standingOf(orderId: string): Promise<Standing> {
    const [order] = await this.#stack.query('order', 'SELECT state FROM orders WHERE id = $1', [orderId]);
    const invoices = await this.#stack.query('billing', 'SELECT state FROM invoices WHERE order_id = $1', [orderId]);
    return { order: String(order?.['state']), invoices: invoices.map(({ state }) => String(state)) };
  }

  /** What order and billing still wait for about an order, by the types of events. */
  async awaitedOf(orderId: string): Promise<string[]> {
    const owners = ['order', 'billing'] as const;
    const statement = 'SELECT type FROM outbox_awaited WHERE subject = $1';
    const rows = await Promise.all(owners.map((owner) => this.#stack.query(owner, statement, [orderId])));
    return rows.flat().map(({ type }) => String(type));
  }

  /** Whoever is told to come back later does, as often as it takes: each of these can be asked again without harm. */
  #answered(ask: (api: Api) => Promise<Answer>): Promise<Answer> {
    return eventually(
      async () => {
        const answer = await ask(await this.#customer.api());
        if (answer.headers.has('retry-after')) throw new UnexpectedAnswerError(answer);
        return answer;
      },
      { deadlineMs: 20_000 },
    );
  }

  #invoiceOf(orderId: string): Promise<string | undefined> {
    return eventually(
      async () => {
        const statement =
          'SELECT (SELECT id FROM invoices WHERE order_id = $1) FROM decided_orders WHERE order_id = $1';
        const [decided] = await this.#stack.query('billing', statement, [orderId]);
        if (!decided) throw new Error(`billing has not heard of ${orderId}`);
        return typeof decided['id'] === 'string' ? decided['id'] : undefined;
      },
      { deadlineMs: 20_000 },
    );
  }
}
