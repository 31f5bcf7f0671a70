import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { invoiceState } from './invoice-state.ts';
import { money, type Money } from './money.ts';

/** What an invoice is for. */
export interface Sale {
  readonly orderId: string;
  readonly customerNumber: string;
  readonly region: string;
  readonly total: Money;
}

export const invoice = z
  .object({
    id: z.uuid(),
    orderId: z.uuid(),
    customerNumber: z.string(),
    region: z.string(),
    total: money.readonly(),
    issuedAt: z.date(),
    dueAt: z.date(),
    state: invoiceState,
    paidAt: z.date().nullable(),
  })
  .meta({ title: 'Invoice' });
export type Invoice = Readonly<z.infer<typeof invoice>>;

const dayMs = 24 * 60 * 60 * 1000;

export function issueInvoice({ orderId, customerNumber, region, total }: Sale, dueDays: number, now: Date): Invoice {
  const id = uuidv7({ msecs: now.getTime() });
  return {
    id,
    orderId,
    customerNumber,
    region,
    total,
    issuedAt: now,
    dueAt: new Date(now.getTime() + dueDays * dayMs),
    state: 'issued',
    paidAt: null,
  };
}
