import type { ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { anyCustomerFor } from './customer.policy.ts';
import { CustomersRepository } from './customers.repository.ts';

/** Claims in the names that tokens use. */
export const customerClaims = z
  .object({ customer_number: z.string(), region: z.string() })
  .meta({ title: 'CustomerClaims' });
export type CustomerClaims = Readonly<z.infer<typeof customerClaims>>;

/** Tells identity what it puts into a person's tokens. */
@Injectable()
export class ReleaseClaims {
  constructor(private readonly customers: CustomersRepository) {}

  async of(principal: ClaimsPrincipal, subject: string): Promise<CustomerClaims> {
    const visible = anyCustomerFor(principal, 'customers_claims_read_any');
    const { number, region } = await this.customers.get({ subject }, visible);
    return { customer_number: number, region };
  }
}
