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
    /** The person, by the random id that identity knows them by. */
    placedBy: z.string(),
    /** The client they used. */
    actor: z.string(),
  }),
});

/** Heard from billing; only what this service needs of it. */
export const InvoiceIssued = defineEvent({
  type: 'org.downscope.invoice.issued.v1',
  topic: 'invoices',
  producer: 'billing',
  data: z.object({ invoiceId: z.uuid(), orderId: z.uuid() }),
});
