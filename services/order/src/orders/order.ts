import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { catalogue } from './catalogue.ts';
import { euros, money } from './money.ts';
import { ProductUnknown } from './order.errors.ts';
import { orderState } from './order-state.ts';

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

export const order = z
  .object({
    id: z.uuid(),
    customerNumber: z.string(),
    region: z.string(),
    lines: z.array(orderLine.readonly()).readonly(),
    total: money.readonly(),
    placedAt: z.date(),
    invoiceId: z.uuid().nullable().describe('Null until billing has issued the invoice'),
    state: orderState,
  })
  .meta({ title: 'Order' });
export type Order = Readonly<z.infer<typeof order>>;

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
