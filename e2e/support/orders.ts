import { z } from 'zod';
import { bodyOf, expectStatus, UnexpectedAnswerError } from './answer.ts';
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

const OrderPage = z.object({ items: z.array(Order), nextCursor: z.string().nullable() });
type OrderPage = z.infer<typeof OrderPage>;

/** What alice (credit limit 1,000.00) and bob (50.00) can both afford. */
export const smallOrder = { lines: [{ sku: 'moka-pot', quantity: 1 }] };

export async function placeOrder(api: Api, order: object = smallOrder): Promise<Order & { traceId: string }> {
  const answer = expectStatus(await api.post('/orders', order), 201);
  return { ...bodyOf(answer, Order), traceId: answer.traceId };
}

export async function showInvoice(api: Api, orderId: string): Promise<Invoice & { traceId: string }> {
  const answer = expectStatus(await api.get(`/orders/${orderId}/invoice`), 200);
  return { ...bodyOf(answer, Invoice), traceId: answer.traceId };
}

/** The ids of every order that somebody may see. */
export async function orderIdsSeenBy(api: Api): Promise<string[]> {
  const ids: string[] = [];
  for (let query: string | null = '?limit=100'; query !== null;) {
    const page: OrderPage = bodyOf(expectStatus(await api.get(`/orders${query}`), 200), OrderPage);
    ids.push(...page.items.map(({ id }) => id));
    query = page.nextCursor && `?limit=100&cursor=${page.nextCursor}`;
  }
  return ids;
}

/** Billing hears of an order through Kafka, and order of the invoice: a moment passes. */
export function untilInvoiced(api: Api, orderId: string): Promise<Order & { invoiceId: string }> {
  return eventually(
    async () => {
      const answer = expectStatus(await api.get(`/orders/${orderId}`), 200);
      const { invoiceId, ...order } = bodyOf(answer, Order);
      if (invoiceId === null) throw new UnexpectedAnswerError(answer);
      return { ...order, invoiceId };
    },
    { deadlineMs: 20_000 },
  );
}
