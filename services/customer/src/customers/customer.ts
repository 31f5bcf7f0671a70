import { z } from 'zod';
import { money, type Money } from './money.ts';

/**
 * One line of an address: something to read, and no control character, which PostgreSQL and a label printer could not keep. Spelled out
 * as a range, which every reader of JSON Schema knows.
 */
// eslint-disable-next-line no-control-regex -- they are what it is about
const readable = /^[^\u0000-\u001f\u007f-\u009f]*$/;
const line = z.string().trim().min(1).max(200).regex(readable, 'must not hold control characters');

export const address = z.strictObject({
  street: line,
  postcode: line,
  city: line,
  /** ISO 3166-1, two letters. */
  country: z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1)'),
});
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
