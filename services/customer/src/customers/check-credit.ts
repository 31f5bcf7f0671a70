import type { ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { customerThemselves } from './customer.policy.ts';
import { withinCreditLimit } from './customer.ts';
import { CustomersRepository } from './customers.repository.ts';
import type { Money } from './money.ts';

@Injectable()
export class CheckCredit {
  constructor(private readonly customers: CustomersRepository) {}

  async for(principal: ClaimsPrincipal, number: string, amount: Money): Promise<{ approved: boolean }> {
    const customer = await this.customers.get({ number }, customerThemselves(principal));
    return { approved: withinCreditLimit(customer, amount) };
  }
}
