import {
  type AccessToken,
  type ClaimsPrincipal,
  Principal,
  RequireScope,
  RequireStrongLogin,
  Token,
} from '@downscope/guards';
import { type Page, type PageQuery, pageQuery } from '@downscope/postgres';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Invoice } from './invoice.ts';
import { ListInvoices } from './list-invoices.ts';
import { PayInvoice } from './pay-invoice.ts';
import { type AddressedInvoice, ShowInvoice } from './show-invoice.ts';

@Controller('invoices')
export class InvoicesController {
  constructor(
    private readonly listInvoices: ListInvoices,
    private readonly showInvoice: ShowInvoice,
    private readonly payInvoice: PayInvoice,
  ) {}

  @Get()
  @RequireScope('invoices_read')
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
  pay(@Principal() principal: ClaimsPrincipal, @Param('id', { schema: z.uuid() }) id: string): Promise<Invoice> {
    return this.payInvoice.for(principal, id);
  }

  @Get(':id')
  @RequireScope('invoices_read')
  show(
    @Principal() principal: ClaimsPrincipal,
    @Token() accessToken: AccessToken,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<AddressedInvoice> {
    return this.showInvoice.for(principal, accessToken, id);
  }
}
