import { z } from 'zod';
import { type Answer, bodyOf, expectStatus, UnexpectedAnswerError } from './answer.ts';
import type { Api } from './api.ts';
import { eventually } from './eventually.ts';

const Money = z.object({ minorUnits: z.int(), currency: z.string() });
const Order = z.object({ id: z.uuid(), total: Money, invoiceId: z.uuid().nullable() });

/** As much of an order as a client needs. */
export type Order = z.infer<typeof Order>;

const Invoice = z.object({
  id: z.uuid(),
  customerNumber: z.string(),
  total: Money,
  billingAddress: z.object({ city: z.string() }),
});
export type Invoice = z.infer<typeof Invoice>;

const Page = z.object({ items: z.array(z.object({ id: z.uuid() })), nextCursor: z.string().nullable() });

/** A page of orders, or of invoices. */
export type Page = z.infer<typeof Page>;

/** What alice (credit limit 1,000.00) and bob (50.00) can both afford. */
export const smallOrder = { lines: [{ sku: 'moka-pot', quantity: 1 }] };

export async function placeOrder(api: Api, order: object = smallOrder): Promise<Order & { traceId: string }> {
  const answer = expectStatus(await api.post('/orders', order), 201);
  return { ...bodyOf(answer, Order), traceId: answer.traceId };
}

/** Places an order under a key, so that it can be asked for again. Any answer is an answer. */
export function placeOrderOnce(api: Api, key: string, order: object = smallOrder): Promise<Answer> {
  return api.post('/orders', order, { headers: { 'idempotency-key': key } });
}

/** The id of the order that was placed. */
export function placedIn(answer: Answer): string {
  return bodyOf(expectStatus(answer, 201), Order).id;
}

export async function showInvoice(api: Api, orderId: string): Promise<Invoice & { traceId: string }> {
  const answer = expectStatus(await api.get(`/orders/${orderId}/invoice`), 200);
  return { ...bodyOf(answer, Invoice), traceId: answer.traceId };
}

/** The ids of every order that somebody may see. */
export async function orderIdsSeenBy(api: Api, limit = 100): Promise<string[]> {
  const ids: string[] = [];
  for (let query: string | null = `limit=${limit}`; query !== null;) {
    const page: Page = await listing(api, `/orders?${query}`);
    ids.push(...page.items.map(({ id }) => id));
    query = page.nextCursor && `limit=${limit}&cursor=${page.nextCursor}`;
  }
  return ids;
}

export async function listing(api: Api, path: string): Promise<Page> {
  return bodyOf(expectStatus(await api.get(path), 200), Page);
}

/** Billing hears of an order through Kafka, and order of the invoice: a moment passes. */
export function untilInvoiced(
  api: Api,
  orderId: string,
  { deadlineMs = 20_000 } = {},
): Promise<Order & { invoiceId: string }> {
  return eventually(
    async () => {
      const answer = expectStatus(await api.get(`/orders/${orderId}`), 200);
      const { invoiceId, ...order } = bodyOf(answer, Order);
      if (invoiceId === null) throw new UnexpectedAnswerError(answer);
      return { ...order, invoiceId };
    },
    { deadlineMs },
  );
}
