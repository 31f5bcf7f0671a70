import { z } from 'zod';

export const orderState = z.enum(['placed', 'invoiced', 'paid', 'cancelled']);
export type OrderState = z.infer<typeof orderState>;

const before: Readonly<Record<Exclude<OrderState, 'placed'>, readonly OrderState[]>> = {
  invoiced: ['placed'],
  cancelled: ['placed', 'invoiced'],
  // What is paid stays paid: billing may have taken the money before it heard that the order was cancelled.
  paid: ['placed', 'invoiced', 'cancelled'],
};

/**
 * What an order must be to become this. The statement that changes it asks for that, so of two at once one comes too late, and events
 * may arrive in any order, and again.
 */
export function statesBefore(state: keyof typeof before): OrderState[] {
  return [...before[state]];
}
