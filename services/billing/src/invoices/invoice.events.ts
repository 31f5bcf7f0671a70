import { defineEvent } from '@downscope/events';
import { z } from 'zod';
import { money } from './money.ts';

/** Announced with every invoice. It authorizes nothing. */
export const InvoiceIssued = defineEvent({
  type: 'org.downscope.invoice.issued.v1',
  topic: 'invoices',
  producer: 'billing',
  data: z.object({
    invoiceId: z.uuid(),
    orderId: z.uuid(),
    customerNumber: z.string(),
    region: z.string(),
    total: money,
    dueAt: z.iso.datetime(),
    actor: z.literal('billing').describe('Who issued it: the service itself, since nobody was there'),
  }),
});

/** Announced by who pays, and again until order has heard of it. */
export const InvoicePaid = defineEvent({
  type: 'org.downscope.invoice.paid.v1',
  topic: 'invoices',
  producer: 'billing',
  data: z.object({ invoiceId: z.uuid(), orderId: z.uuid(), paidAt: z.iso.datetime() }),
});

/** Announced of an order that was cancelled: it has no invoice that could be paid, and gets none. */
export const InvoiceVoided = defineEvent({
  type: 'org.downscope.invoice.voided.v1',
  topic: 'invoices',
  producer: 'billing',
  data: z.object({
    orderId: z.uuid(),
    invoiceId: z.uuid().nullable().describe('Null where none had been issued'),
    actor: z.literal('billing').describe('Who voided it: the service itself, since nobody was there'),
  }),
});

/** Heard from order; only what this service needs of it. */
export const OrderPlaced = defineEvent({
  type: 'org.downscope.order.placed.v1',
  topic: 'orders',
  producer: 'order',
  data: z.object({ orderId: z.uuid(), customerNumber: z.string(), region: z.string(), total: money }),
});

export const OrderCancelled = defineEvent({
  type: 'org.downscope.order.cancelled.v1',
  topic: 'orders',
  producer: 'order',
  data: z.object({ orderId: z.uuid() }),
});

export const OrderPaid = defineEvent({
  type: 'org.downscope.order.paid.v1',
  topic: 'orders',
  producer: 'order',
  data: z.object({ orderId: z.uuid() }),
});
