import type { ClaimsPrincipal } from '@downscope/guards';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { customerThemselves } from './customer.policy.ts';
import { withinCreditLimit } from './customer.ts';
import { CustomersRepository } from './customers.repository.ts';
import type { Money } from './money.ts';

export const creditDecision = z.object({ approved: z.boolean() }).meta({ title: 'CreditDecision' });
export type CreditDecision = z.infer<typeof creditDecision>;

@Injectable()
export class CheckCredit {
  constructor(private readonly customers: CustomersRepository) {}

  async for(principal: ClaimsPrincipal, number: string, amount: Money): Promise<CreditDecision> {
    const customer = await this.customers.get({ number }, customerThemselves(principal));
    return { approved: withinCreditLimit(customer, amount) };
  }
}
