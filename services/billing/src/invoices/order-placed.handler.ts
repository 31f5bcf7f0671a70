import { type EventOf, OnEvent } from '@downscope/events';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { OrderPlaced } from './invoice.events.ts';
import { IssueInvoice } from './issue-invoice.ts';

@Controller()
export class OrderPlacedHandler {
  constructor(private readonly issueInvoice: IssueInvoice) {}

  @OnEvent(OrderPlaced)
  handle(@Payload() event: EventOf<typeof OrderPlaced>): Promise<void> {
    return this.issueInvoice.because(event);
  }
}
