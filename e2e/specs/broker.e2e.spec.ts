import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Broker, type BrokerDoor } from '../support/broker.ts';
import { bearerDoor, topicsSeenBy } from '../support/bearer-door.ts';
import { IdentityRefusedError } from '../support/identity-refused.error.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, untilInvoiced } from '../support/orders.ts';
import type { Secret } from '../support/secret.ts';
import { runningStack } from '../support/stack-file.ts';
import { inventedFrom } from '../support/forgery.ts';
import type { TopicRecord } from '../support/topics.ts';

const stack = await openStack();
afterAll(() => stack.close());

const { kafkaBrokers } = runningStack();
const forBroker = { audience: 'urn:downscope:kafka', scopes: ['topics_use_any'] };
const doorOf = (token: Secret): BrokerDoor => bearerDoor(kafkaBrokers, token);

describe('a service', () => {
  // Who may READ or WRITE may know that there is a topic: `npm run privileges -- kafka`. What each may do there, libs/events tries.
  it.each([
    ['order', ['invoices', 'invoices.dead-letter', 'orders']],
    ['billing', ['invoices', 'orders', 'orders.dead-letter']],
  ] as const)('%s comes in as itself, and sees its own topics', async (service, topics) => {
    expect(await topicsSeenBy(doorOf(await stack.ownToken(service, forBroker)))).toEqual(topics);
  });

  it('without topics gets no token for the broker', async () => {
    await expect(stack.ownToken('phantom-token', forBroker)).rejects.toThrow(IdentityRefusedError);
  });
});

describe('an order that nobody has placed', () => {
  let forged: TopicRecord;
  let orderId: string;
  const doors = new Map<string, BrokerDoor>([['without a token', { brokers: kafkaBrokers.split(',') }]]);

  beforeAll(async () => {
    const { opaqueToken } = await stack.login('alice');
    const alice = stack.api(opaqueToken);
    const { id } = await placeOrder(alice);
    await untilInvoiced(alice, id);
    const records = await stack.topics.records();
    const placed = records.find(({ topic, value }) => topic === 'orders' && value?.includes(id));
    if (!placed) throw new Error('the order has not been announced');
    ({ record: forged, orderId } = inventedFrom(placed));

    const atCustomer = { audience: 'urn:downscope:customer', scopes: ['customers_name_read'] };
    const forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
    doors.set("with a person's token", doorOf(forOrder));
    doors.set('with what customer is given', doorOf(await stack.exchange('order', forOrder, atCustomer)));
    const terms = { audience: 'urn:downscope:customer', scopes: ['customers_terms_read_any'] };
    doors.set("with a service's token for another", doorOf(await stack.ownToken('billing', terms)));
    doors.set('by who may only hear of orders', doorOf(await stack.ownToken('billing', forBroker)));
  });

  it.each([
    'without a token',
    "with a person's token",
    'with what customer is given',
    "with a service's token for another",
    'by who may only hear of orders',
  ])('is not even announced %s', async (who) => {
    const door = doors.get(who);
    if (!door) throw new Error(`there is no door ${who}`);

    await expect(new Broker({ ...door, retry: { retries: 1 } }).publish(forged)).rejects.toThrow();

    const records = await stack.topics.records();
    expect(records.filter(({ value }) => value?.includes(orderId))).toEqual([]);
  });
});
