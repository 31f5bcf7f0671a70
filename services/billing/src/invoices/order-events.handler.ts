import { type EventOf, OnEvent } from '@downscope/events';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { OrderCancelled, OrderPaid, OrderPlaced } from './invoice.events.ts';
import { InvoicesRepository } from './invoices.repository.ts';
import { IssueInvoice } from './issue-invoice.ts';

/** What order says about an order. */
@Controller()
export class OrderEventsHandler {
  constructor(
    private readonly issueInvoice: IssueInvoice,
    private readonly invoices: InvoicesRepository,
  ) {}

  @OnEvent(OrderPlaced)
  placed(@Payload() event: EventOf<typeof OrderPlaced>): Promise<void> {
    return this.issueInvoice.because(event);
  }

  @OnEvent(OrderCancelled)
  cancelled(@Payload() event: EventOf<typeof OrderCancelled>): Promise<void> {
    return this.invoices.voidBecause(event);
  }

  @OnEvent(OrderPaid)
  paid(@Payload() event: EventOf<typeof OrderPaid>): Promise<void> {
    return this.invoices.notePaymentKnown(event);
  }
}
