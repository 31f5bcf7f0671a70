import { v7 as uuidv7 } from 'uuid';
import type { InvoiceState } from './invoice-state.ts';
import type { Money } from './money.ts';

/** What an invoice is for. */
export interface Sale {
  readonly orderId: string;
  readonly customerNumber: string;
  readonly region: string;
  readonly total: Money;
}

export interface Invoice extends Sale {
  readonly id: string;
  readonly issuedAt: Date;
  readonly dueAt: Date;
  readonly state: InvoiceState;
  readonly paidAt: Date | null;
}

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
