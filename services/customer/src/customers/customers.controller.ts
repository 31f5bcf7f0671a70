import { type ClaimsPrincipal, Principal, RequireClaim, RequireScope } from '@downscope/guards';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { ChangeAddress } from './change-address.ts';
import { CheckCredit } from './check-credit.ts';
import { type Address, address } from './customer.ts';
import { money, type Money } from './money.ts';
import { type CustomerClaims, ReleaseClaims } from './release-claims.ts';
import { type Profile, ShowCustomer } from './show-customer.ts';

const numberParam = z.string().regex(/^\d{1,12}$/, 'is not a customer number');
const addressChange = z.strictObject({ address });
const creditCheck = z.strictObject({ amount: money });
const claimsQuery = z.strictObject({ sub: z.uuid() });

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
  me(@Principal() principal: ClaimsPrincipal): Promise<Profile> {
    return this.showCustomer.profile(principal);
  }

  @Patch('me')
  @RequireScope('customers_write')
  @RequireClaim('customer_number')
  changeMe(
    @Principal() principal: ClaimsPrincipal,
    @Body({ schema: addressChange }) change: { address: Address },
  ): Promise<Profile> {
    return this.changeAddress.for(principal, change.address);
  }

  @Get('claims')
  @RequireScope('customers_claims_read_any')
  claims(
    @Principal() principal: ClaimsPrincipal,
    @Query({ schema: claimsQuery }) { sub }: { sub: string },
  ): Promise<CustomerClaims> {
    return this.releaseClaims.of(principal, sub);
  }

  @Get(':number/name')
  @RequireScope('customers_name_read')
  name(
    @Principal() principal: ClaimsPrincipal,
    @Param('number', { schema: numberParam }) number: string,
  ): Promise<{ name: string }> {
    return this.showCustomer.name(principal, number);
  }

  @Get(':number/address')
  @RequireScope('customers_address_read')
  address(
    @Principal() principal: ClaimsPrincipal,
    @Param('number', { schema: numberParam }) number: string,
  ): Promise<Address> {
    return this.showCustomer.address(principal, number);
  }

  @Get(':number/payment-terms')
  @RequireScope('customers_terms_read_any')
  paymentTerms(
    @Principal() principal: ClaimsPrincipal,
    @Param('number', { schema: numberParam }) number: string,
  ): Promise<{ dueDays: number }> {
    return this.showCustomer.paymentTerms(principal, number);
  }

  @Post(':number/credit-check')
  @HttpCode(200)
  @RequireScope('customers_credit_check')
  @RequireClaim('customer_number')
  credit(
    @Principal() principal: ClaimsPrincipal,
    @Param('number', { schema: numberParam }) number: string,
    @Body({ schema: creditCheck }) { amount }: { amount: Money },
  ): Promise<{ approved: boolean }> {
    return this.checkCredit.for(principal, number, amount);
  }
}
