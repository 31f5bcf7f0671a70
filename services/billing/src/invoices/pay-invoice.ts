import type { ClaimsPrincipal } from '@downscope/guards';
import { Clock } from '@downscope/service';
import { Injectable } from '@nestjs/common';
import { InvoiceIsVoid } from './invoice.errors.ts';
import { invoicesPayableBy } from './invoice.policy.ts';
import type { Invoice } from './invoice.ts';
import { InvoicesRepository } from './invoices.repository.ts';

/** Paying twice pays once: whoever does not know whether the first time arrived may ask again. */
@Injectable()
export class PayInvoice {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly clock: Clock,
  ) {}

  async for(principal: ClaimsPrincipal, id: string): Promise<Invoice> {
    const invoice = await this.invoices.pay(id, invoicesPayableBy(principal), this.clock.now());
    if (invoice.state !== 'paid') throw new InvoiceIsVoid();
    return invoice;
  }
}
