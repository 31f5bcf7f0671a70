import { type EventOf, OnEvent } from '@downscope/events';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { InvoiceIssued } from './order.events.ts';
import { OrdersRepository } from './orders.repository.ts';

@Controller()
export class InvoiceIssuedHandler {
  constructor(private readonly orders: OrdersRepository) {}

  @OnEvent(InvoiceIssued)
  handle(@Payload() event: EventOf<typeof InvoiceIssued>): Promise<void> {
    return this.orders.markInvoiced(event);
  }
}
