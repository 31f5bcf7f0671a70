import { type EventOf, OnEvent } from '@downscope/events';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { InvoiceIssued, InvoicePaid, InvoiceVoided } from './order.events.ts';
import { OrdersRepository } from './orders.repository.ts';

/** What billing says about the invoice of an order. */
@Controller()
export class InvoiceEventsHandler {
  constructor(private readonly orders: OrdersRepository) {}

  @OnEvent(InvoiceIssued)
  issued(@Payload() event: EventOf<typeof InvoiceIssued>): Promise<void> {
    return this.orders.markInvoiced(event);
  }

  @OnEvent(InvoicePaid)
  paid(@Payload() event: EventOf<typeof InvoicePaid>): Promise<void> {
    return this.orders.markPaid(event);
  }

  @OnEvent(InvoiceVoided)
  voided(@Payload() event: EventOf<typeof InvoiceVoided>): Promise<void> {
    return this.orders.noteVoided(event);
  }
}
