import { type ClaimsPrincipal, Principal, RequireClaim, RequireScope } from '@downscope/guards';
import { Answers } from '@downscope/service';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { ChangeAddress } from './change-address.ts';
import { CheckCredit, type CreditDecision, creditDecision } from './check-credit.ts';
import { CustomerNotFound } from './customer.errors.ts';
import { type Address, address } from './customer.ts';
import { money, type Money } from './money.ts';
import { type CustomerClaims, customerClaims, ReleaseClaims } from './release-claims.ts';
import { customerName, paymentTerms, type Profile, profile, ShowCustomer } from './show-customer.ts';

const numberParam = z.string().regex(/^\d{1,12}$/, 'is not a customer number');
const addressChange = z.strictObject({ address });
const creditCheck = z.strictObject({ amount: money });
const claimsQuery = z.strictObject({ sub: z.uuid() });

const missing = new CustomerNotFound();

@Controller('customers')
export class CustomersController {
  constructor(
    private readonly showCustomer: ShowCustomer,
    private readonly changeAddress: ChangeAddress,
    private readonly checkCredit: CheckCredit,
    private readonly releaseClaims: ReleaseClaims,
  ) {}

  @Get('me')
  @RequireScope('customers_read')
  @RequireClaim('customer_number')
  @Answers('Shows their own record to a customer', profile, missing)
  me(@Principal() principal: ClaimsPrincipal): Promise<Profile> {
    return this.showCustomer.profile(principal);
  }

  @Patch('me')
  @RequireScope('customers_write')
  @RequireClaim('customer_number')
  @Answers('Changes the address of a customer, as they ask for', profile, missing)
  changeMe(
    @Principal() principal: ClaimsPrincipal,
    @Body({ schema: addressChange }) change: { address: Address },
  ): Promise<Profile> {
    return this.changeAddress.for(principal, change.address);
  }

  @Get('claims')
  @RequireScope('customers_claims_read_any')
  @Answers('Tells what a token may say about a person', customerClaims, missing)
  claims(
    @Principal() principal: ClaimsPrincipal,
    @Query({ schema: claimsQuery }) { sub }: { sub: string },
  ): Promise<CustomerClaims> {
    return this.releaseClaims.of(principal, sub);
  }

  @Get(':number/name')
  @RequireScope('customers_name_read')
  @Answers('Tells the name of a customer', customerName, missing)
  name(
    @Principal() principal: ClaimsPrincipal,
    @Param('number', { schema: numberParam }) number: string,
  ): Promise<z.infer<typeof customerName>> {
    return this.showCustomer.name(principal, number);
  }

  @Get(':number/address')
  @RequireScope('customers_address_read')
  @Answers('Tells the billing address of a customer', address, missing)
  address(
    @Principal() principal: ClaimsPrincipal,
    @Param('number', { schema: numberParam }) number: string,
  ): Promise<Address> {
    return this.showCustomer.address(principal, number);
  }

  @Get(':number/payment-terms')
  @RequireScope('customers_terms_read_any')
  @Answers('Tells in how many days a customer pays', paymentTerms, missing)
  paymentTerms(
    @Principal() principal: ClaimsPrincipal,
    @Param('number', { schema: numberParam }) number: string,
  ): Promise<z.infer<typeof paymentTerms>> {
    return this.showCustomer.paymentTerms(principal, number);
  }

  @Post(':number/credit-check')
  @HttpCode(200)
  @RequireScope('customers_credit_check')
  @RequireClaim('customer_number')
  @Answers('Tells whether a customer may spend an amount', creditDecision, missing)
  credit(
    @Principal() principal: ClaimsPrincipal,
    @Param('number', { schema: numberParam }) number: string,
    @Body({ schema: creditCheck }) { amount }: { amount: Money },
  ): Promise<CreditDecision> {
    return this.checkCredit.for(principal, number, amount);
  }
}
