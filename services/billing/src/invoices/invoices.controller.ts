import {
  type AccessToken,
  type ClaimsPrincipal,
  Principal,
  RequireScope,
  RequireStrongLogin,
  Token,
} from '@downscope/guards';
import { type Page, pageOfEach, type PageQuery, pageQuery } from '@downscope/postgres';
import { Answers } from '@downscope/service';
import { downstreamErrors } from '@downscope/token-exchange';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { InvoiceIsVoid, InvoiceNotFound } from './invoice.errors.ts';
import { type Invoice, invoice } from './invoice.ts';
import { ListInvoices } from './list-invoices.ts';
import { PayInvoice } from './pay-invoice.ts';
import { type AddressedInvoice, addressedInvoice, ShowInvoice } from './show-invoice.ts';

const missing = new InvoiceNotFound();
const customer = downstreamErrors('urn:downscope:customer');

@Controller('invoices')
export class InvoicesController {
  constructor(
    private readonly listInvoices: ListInvoices,
    private readonly showInvoice: ShowInvoice,
    private readonly payInvoice: PayInvoice,
  ) {}

  @Get()
  @RequireScope('invoices_read')
  @Answers('Lists invoices, newest first', pageOfEach(invoice))
  list(
    @Principal() principal: ClaimsPrincipal,
    @Query({ schema: pageQuery('invoices') }) page: PageQuery,
  ): Promise<Page<Invoice>> {
    return this.listInvoices.for(principal, page);
  }

  @Post(':id/pay')
  @HttpCode(200)
  @RequireScope('invoices_pay')
  @RequireStrongLogin({ maxAgeSeconds: 300 })
  @Answers('Pays an invoice, once', invoice, missing, new InvoiceIsVoid())
  pay(@Principal() principal: ClaimsPrincipal, @Param('id', { schema: z.uuid() }) id: string): Promise<Invoice> {
    return this.payInvoice.for(principal, id);
  }

  @Get(':id')
  @RequireScope('invoices_read')
  @Answers('Shows an invoice, with the address it goes to', addressedInvoice, missing, ...customer)
  show(
    @Principal() principal: ClaimsPrincipal,
    @Token() accessToken: AccessToken,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<AddressedInvoice> {
    return this.showInvoice.for(principal, accessToken, id);
  }
}
