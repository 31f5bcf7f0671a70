import { defineEvent } from '@downscope/events';
import { z } from 'zod';
import { money } from './money.ts';

/** Announced with every order. It says who ordered and through which client, and authorizes nothing. */
export const OrderPlaced = defineEvent({
  type: 'org.downscope.order.placed.v1',
  topic: 'orders',
  producer: 'order',
  data: z.object({
    orderId: z.uuid(),
    customerNumber: z.string(),
    region: z.string(),
    total: money,
    placedBy: z.string().describe('The person, by the random id that identity knows them by'),
    actor: z.string().describe('The client that they used'),
  }),
});

/** Announced with every cancellation: nothing is owed for the order any more. */
export const OrderCancelled = defineEvent({
  type: 'org.downscope.order.cancelled.v1',
  topic: 'orders',
  producer: 'order',
  data: z.object({
    orderId: z.uuid(),
    cancelledBy: z.string().describe('The person, by the random id that identity knows them by'),
    actor: z.string().describe('The client that they used'),
  }),
});

/** Announced whenever this service hears that an invoice is paid: billing asks for that by saying so until it hears of it. */
export const OrderPaid = defineEvent({
  type: 'org.downscope.order.paid.v1',
  topic: 'orders',
  producer: 'order',
  data: z.object({
    orderId: z.uuid(),
    actor: z.literal('order').describe('Who took note: the service itself, since nobody was there'),
  }),
});

/** Heard from billing; only what this service needs of it. */
export const InvoiceIssued = defineEvent({
  type: 'org.downscope.invoice.issued.v1',
  topic: 'invoices',
  producer: 'billing',
  data: z.object({ invoiceId: z.uuid(), orderId: z.uuid() }),
});

export const InvoicePaid = defineEvent({
  type: 'org.downscope.invoice.paid.v1',
  topic: 'invoices',
  producer: 'billing',
  data: z.object({ invoiceId: z.uuid(), orderId: z.uuid() }),
});

export const InvoiceVoided = defineEvent({
  type: 'org.downscope.invoice.voided.v1',
  topic: 'invoices',
  producer: 'billing',
  data: z.object({ orderId: z.uuid() }),
});
