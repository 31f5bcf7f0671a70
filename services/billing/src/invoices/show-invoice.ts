import type { AccessToken, ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { address, CustomerClient } from '../downstream/customer.client.ts';
import { invoicesVisibleTo } from './invoice.policy.ts';
import { invoice } from './invoice.ts';
import { InvoicesRepository } from './invoices.repository.ts';

export const addressedInvoice = invoice.extend({ billingAddress: address }).meta({ title: 'AddressedInvoice' });
export type AddressedInvoice = Readonly<z.infer<typeof addressedInvoice>>;

/** The address is the customer's, read on the reader's behalf for this one answer, and not stored here. */
@Injectable()
export class ShowInvoice {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly customers: CustomerClient,
  ) {}

  async for(principal: ClaimsPrincipal, accessToken: AccessToken, id: string): Promise<AddressedInvoice> {
    const found = await this.invoices.get(id, invoicesVisibleTo(principal));
    const billingAddress = await this.customers.addressOf(found.customerNumber, principal, accessToken);
    return { ...found, billingAddress };
  }
}
