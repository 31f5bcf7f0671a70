import type { ClaimsPrincipal } from '@downscope/guards';
import { Clock } from '@downscope/service';
import { Injectable } from '@nestjs/common';
import { invoicesPayableBy } from './invoice.policy.ts';
import { type Invoice, payInvoice } from './invoice.ts';
import { InvoicesRepository } from './invoices.repository.ts';

/** Paying twice pays once: whoever does not know whether the first time arrived may ask again. */
@Injectable()
export class PayInvoice {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly clock: Clock,
  ) {}

  async for(principal: ClaimsPrincipal, id: string): Promise<Invoice> {
    const payable = invoicesPayableBy(principal);
    const paid = payInvoice(await this.invoices.get(id, payable), this.clock.now());
    return this.invoices.keepPaid(paid, payable);
  }
}
