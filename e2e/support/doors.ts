import type { Answer } from './answer.ts';
import type { StackClient } from './stack-client.ts';
import type { Revocable } from './ways-to-revoke.ts';

export const doorNames = ['edge', 'order', 'customer', 'billing'] as const;
export type DoorName = (typeof doorNames)[number];

/** What one opaque token opens: at the edge as it is, and inside by what descends from it. */
export type Doors = Readonly<Record<DoorName, () => Promise<Answer>>>;

/** Each is answered 200 while the token counts. */
export async function doorsOf(stack: StackClient, { opaqueToken, exchanges }: Revocable): Promise<Doors> {
  const forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
  const exchanged = (api: 'customer' | 'billing') =>
    stack.exchange('order', forOrder, { audience: `urn:downscope:${api}`, scopes: exchanges[api] });
  const [forCustomer, forBilling] = await Promise.all([exchanged('customer'), exchanged('billing')]);
  return {
    edge: () => stack.api(opaqueToken).get('/orders'),
    order: () => stack.callService('order', '/orders', { token: forOrder }),
    customer: () => stack.callService('customer', '/customers/1001/name', { token: forCustomer }),
    billing: () => stack.callService('billing', '/invoices', { token: forBilling }),
  };
}
