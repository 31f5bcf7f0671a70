import type { AccessToken, ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { type Address, CustomerClient } from '../downstream/customer.client.ts';
import { invoicesVisibleTo } from './invoice.policy.ts';
import type { Invoice } from './invoice.ts';
import { InvoicesRepository } from './invoices.repository.ts';

export interface AddressedInvoice extends Invoice {
  readonly billingAddress: Address;
}

/** The address is the customer's, read on the reader's behalf for this one answer, and not stored here. */
@Injectable()
export class ShowInvoice {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly customers: CustomerClient,
  ) {}

  async for(principal: ClaimsPrincipal, accessToken: AccessToken, id: string): Promise<AddressedInvoice> {
    const invoice = await this.invoices.get(id, invoicesVisibleTo(principal));
    const billingAddress = await this.customers.addressOf(invoice.customerNumber, principal, accessToken);
    return { ...invoice, billingAddress };
  }
}
