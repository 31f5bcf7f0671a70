import type { ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { anyCustomerFor, customersVisibleTo, customerThemselves } from './customer.policy.ts';
import { type Address, type Customer, customer } from './customer.ts';
import { CustomersRepository } from './customers.repository.ts';

/** What a customer is shown of themselves. */
export const profile = customer
  .pick({ number: true, name: true, region: true, address: true })
  .meta({ title: 'Profile' });
export type Profile = Readonly<z.infer<typeof profile>>;

export const customerName = z.object({ name: z.string() }).meta({ title: 'CustomerName' });
export const paymentTerms = z.object({ dueDays: z.int() }).meta({ title: 'PaymentTerms' });

export function profileOf({ number, name, region, address }: Customer): Profile {
  return { number, name, region, address };
}

/** Each answers with what its scope is for, and with nothing more. */
@Injectable()
export class ShowCustomer {
  constructor(private readonly customers: CustomersRepository) {}

  async profile(principal: ClaimsPrincipal): Promise<Profile> {
    const own = customerThemselves(principal);
    return profileOf(await this.customers.get({ number: own.customerNumber }, own));
  }

  async name(principal: ClaimsPrincipal, number: string): Promise<z.infer<typeof customerName>> {
    const { name } = await this.customers.get({ number }, customersVisibleTo(principal));
    return { name };
  }

  async address(principal: ClaimsPrincipal, number: string): Promise<Address> {
    const { address } = await this.customers.get({ number }, customersVisibleTo(principal));
    return address;
  }

  async paymentTerms(principal: ClaimsPrincipal, number: string): Promise<z.infer<typeof paymentTerms>> {
    const visible = anyCustomerFor(principal, 'customers_terms_read_any');
    const { paymentDueDays } = await this.customers.get({ number }, visible);
    return { dueDays: paymentDueDays };
  }
}
