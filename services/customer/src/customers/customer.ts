import { z } from 'zod';
import { money, type Money } from './money.ts';

export const address = z.object({ street: z.string(), postcode: z.string(), city: z.string(), country: z.string() });
export type Address = Readonly<z.infer<typeof address>>;

export const customer = z.object({
  number: z.string().min(1),
  /** The person's id at identity. */
  subject: z.uuid(),
  name: z.string().min(1),
  region: z.string().min(1),
  address,
  creditLimit: money,
  paymentDueDays: z.int().min(0),
});
export type Customer = Readonly<z.infer<typeof customer>>;

/** Whether this customer may spend the amount in one order. */
export function withinCreditLimit(customer: Customer, amount: Money): boolean {
  return amount.minorUnits <= customer.creditLimit.minorUnits;
}
