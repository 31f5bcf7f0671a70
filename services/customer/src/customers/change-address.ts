import type { ClaimsPrincipal } from '@downscope/guards';
import { Clock } from '@downscope/service';
import { Injectable } from '@nestjs/common';
import { customerThemselves } from './customer.policy.ts';
import type { Address } from './customer.ts';
import { CustomersRepository } from './customers.repository.ts';
import { type Profile, profileOf } from './show-customer.ts';

@Injectable()
export class ChangeAddress {
  constructor(
    private readonly customers: CustomersRepository,
    private readonly clock: Clock,
  ) {}

  async for(principal: ClaimsPrincipal, to: Address): Promise<Profile> {
    const by = { subject: principal.subject, clientId: principal.clientId, at: this.clock.now() };
    const customer = await this.customers.changeAddress(customerThemselves(principal), to, by);
    return profileOf(customer);
  }
}
