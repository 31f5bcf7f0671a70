import type { EventOf } from '@downscope/events';
import { Clock } from '@downscope/service';
import { Injectable } from '@nestjs/common';
import { CustomerClient } from '../downstream/customer.client.ts';
import type { OrderPlaced } from './invoice.events.ts';
import { issueInvoice } from './invoice.ts';
import { InvoicesRepository } from './invoices.repository.ts';

/** Nobody is there when an event arrives, so this service reads the payment terms as itself. */
@Injectable()
export class IssueInvoice {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly customers: CustomerClient,
    private readonly clock: Clock,
  ) {}

  async because(event: EventOf<typeof OrderPlaced>): Promise<void> {
    const { dueDays } = await this.customers.paymentTermsOf(event.data.customerNumber);
    await this.invoices.issue(issueInvoice(event.data, dueDays, this.clock.now()));
  }
}
