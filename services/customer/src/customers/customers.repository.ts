import type { CustomerFilter } from './customer.policy.ts';
import type { Customer } from './customer.ts';

/** Where customers are kept. What may not be seen is not found: every read takes the caller's filter. */
export abstract class CustomersRepository {
  /** @throws CustomerNotFound */
  abstract get(by: { number: string } | { subject: string }, visible: CustomerFilter): Promise<Customer>;
  /** Keeps a customer unless that number or that person is there already. */
  abstract add(customer: Customer): Promise<void>;
}
