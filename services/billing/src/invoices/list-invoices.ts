import type { ClaimsPrincipal } from '@downscope/guards';
import type { Page, PageQuery } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { invoicesVisibleTo } from './invoice.policy.ts';
import type { Invoice } from './invoice.ts';
import { InvoicesRepository } from './invoices.repository.ts';

@Injectable()
export class ListInvoices {
  constructor(private readonly invoices: InvoicesRepository) {}

  for(principal: ClaimsPrincipal, page: PageQuery): Promise<Page<Invoice>> {
    return this.invoices.list(invoicesVisibleTo(principal), page);
  }
}
