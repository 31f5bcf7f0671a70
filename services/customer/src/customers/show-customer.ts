import type { ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { anyCustomerFor, customersVisibleTo, customerThemselves } from './customer.policy.ts';
import type { Address, Customer } from './customer.ts';
import { CustomersRepository } from './customers.repository.ts';

/** What a customer is shown of themselves. */
export type Profile = Pick<Customer, 'number' | 'name' | 'region' | 'address'>;

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

  async name(principal: ClaimsPrincipal, number: string): Promise<{ name: string }> {
    const { name } = await this.customers.get({ number }, customersVisibleTo(principal));
    return { name };
  }

  async address(principal: ClaimsPrincipal, number: string): Promise<Address> {
    const { address } = await this.customers.get({ number }, customersVisibleTo(principal));
    return address;
  }

  async paymentTerms(principal: ClaimsPrincipal, number: string): Promise<{ dueDays: number }> {
    const visible = anyCustomerFor(principal, 'customers_terms_read_any');
    const { paymentDueDays } = await this.customers.get({ number }, visible);
    return { dueDays: paymentDueDays };
  }
}
