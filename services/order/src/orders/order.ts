import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { catalogue } from './catalogue.ts';
import { euros, money, type Money } from './money.ts';
import { ProductUnknown } from './order.errors.ts';
import type { OrderState } from './order-state.ts';

/** What a person asks for: products and how many, no price. */
export const orderRequest = z.strictObject({
  lines: z
    .array(z.strictObject({ sku: z.string().min(1).max(64), quantity: z.int().min(1).max(1_000) }))
    .min(1)
    .max(100),
});
export type OrderRequest = z.infer<typeof orderRequest>;

export const orderLine = z.object({ sku: z.string(), quantity: z.int(), unitPrice: money });
export type OrderLine = Readonly<z.infer<typeof orderLine>>;

/** Whose order it is. */
export interface Buyer {
  readonly customerNumber: string;
  readonly region: string;
}

export interface Order extends Buyer {
  readonly id: string;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly placedAt: Date;
  /** Null until billing has issued the invoice. */
  readonly invoiceId: string | null;
  readonly state: OrderState;
}

/** @throws ProductUnknown naming the line */
export function placeOrder(buyer: Buyer, request: OrderRequest, now: Date): Order {
  const lines = request.lines.map(priced);
  const total = euros(lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.minorUnits, 0));
  const id = uuidv7({ msecs: now.getTime() });
  return { id, ...buyer, lines, total, placedAt: now, invoiceId: null, state: 'placed' };
}

function priced(line: OrderRequest['lines'][number], index: number): OrderLine {
  const unitPrice = catalogue.get(line.sku);
  if (!unitPrice) throw new ProductUnknown(index);
  return { ...line, unitPrice };
}
