import type { DatabaseOwner } from '@downscope/local/stack';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expectStatus } from './answer.ts';
import { deadLetterWith } from './dead-letter.ts';
import { placeOrder, smallOrder, untilInvoiced } from './orders.ts';
import type { Secrets } from './secrets.ts';
import type { Credentials } from './sign-in.ts';
import type { StackClient } from './stack-client.ts';

const scopes = ['openid', 'orders_read', 'orders_write', 'customers_read', 'customers_write'];

/**
 * Has a statement fail in each service that stores something of a person, by a constraint, whose error repeats the row, and by a lock;
 * then all goes on. Answers the ids of their traces.
 */
export async function failStatements(stack: StackClient, person: Credentials, personal: Secrets): Promise<string[]> {
  const api = stack.api((await stack.login(person, { scopes })).opaqueToken);
  const street = `Secret Lane ${randomUUID()}`;
  personal.remember('address', street);
  const address = { street, postcode: '118 46', city: 'Stockholm', country: 'SE' };
  const changed = await refusing(stack, 'customer', 'customers', () => api.patch('/customers/me', { address }));
  const placed = await refusing(stack, 'order', 'orders', () => api.post('/orders', smallOrder));
  for (const answer of [changed, placed]) expectStatus(answer, 500);

  const uninvoiced = await refusing(stack, 'billing', 'invoices', async () => {
    const order = await placeOrder(api);
    const { headers } = await deadLetterWith(Buffer.from(order.id), stack.topics);
    if (String(headers['dead-letter-code']) !== 'sqlstate_23514') throw new Error('a dead letter for another reason');
    return order;
  });
  await announceAgain(stack, uninvoiced.id);
  await untilInvoiced(api, uninvoiced.id);

  await whileLocked(stack, 'identity', 'oidc_records', () => stack.login(person).catch(() => undefined));
  return [changed, placed, uninvoiced].map(({ traceId }) => traceId);
}

/** No row is written there meanwhile: PostgreSQL says which one it would have been. */
async function refusing<T>(
  stack: StackClient,
  owner: DatabaseOwner,
  table: string,
  work: () => Promise<T>,
): Promise<T> {
  const drop = `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS e2e_refuses`;
  // A run that ended halfway may have left one.
  await stack.query(owner, `${drop}, ADD CONSTRAINT e2e_refuses CHECK (false) NOT VALID`);
  try {
    return await work();
  } finally {
    await stack.query(owner, drop);
  }
}

/** Longer than a service waits for a lock. */
async function whileLocked(
  stack: StackClient,
  owner: DatabaseOwner,
  table: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const lock = `DO $$ BEGIN LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE; PERFORM pg_sleep(5); END $$`;
  await Promise.all([stack.query(owner, lock), pause(500).then(work)]);
}

/** What an operator does once the reason for a dead letter is gone. */
async function announceAgain({ topics }: StackClient, orderId: string): Promise<void> {
  const records = await topics.records();
  const announced = records.find(({ topic, key }) => topic === 'orders' && String(key) === orderId);
  if (!announced) throw new Error(`order ${orderId} has not been announced`);
  await topics.publish(announced);
}
