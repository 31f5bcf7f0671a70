import type { CustomerFilter } from './customer.policy.ts';
import type { Address, Customer } from './customer.ts';

/** Who changes something, by which application, and when. */
export interface ChangedBy {
  readonly subject: string;
  readonly clientId: string;
  readonly at: Date;
}

/** Where customers are kept. What may not be seen is not found: every read takes the caller's filter. */
export abstract class CustomersRepository {
  /** @throws CustomerNotFound */
  abstract get(by: { number: string } | { subject: string }, visible: CustomerFilter): Promise<Customer>;
  /**
   * Gives a customer another address, and keeps who did it.
   *
   * @throws CustomerNotFound
   */
  abstract changeAddress(of: { customerNumber: string }, address: Address, by: ChangedBy): Promise<Customer>;
  /** Keeps a customer unless that number or that person is there already. */
  abstract add(customer: Customer): Promise<void>;
}
