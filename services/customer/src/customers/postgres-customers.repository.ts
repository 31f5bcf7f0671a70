import { Database } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { and, eq, type SQL } from 'drizzle-orm';
import { CustomerNotFound } from './customer.errors.ts';
import type { CustomerFilter } from './customer.policy.ts';
import type { Address, Customer } from './customer.ts';
import { type ChangedBy, CustomersRepository } from './customers.repository.ts';
import { addressChanges, customers } from './customers.table.ts';

@Injectable()
export class PostgresCustomersRepository extends CustomersRepository {
  constructor(private readonly database: Database) {
    super();
  }

  override async get(by: { number: string } | { subject: string }, visible: CustomerFilter): Promise<Customer> {
    const wanted = 'number' in by ? eq(customers.number, by.number) : eq(customers.subject, by.subject);
    const [row] = await this.database.drizzle
      .select()
      .from(customers)
      .where(and(wanted, rowsOf(visible)));
    if (!row) throw new CustomerNotFound();
    return customerOf(row);
  }

  override changeAddress(of: { customerNumber: string }, address: Address, by: ChangedBy): Promise<Customer> {
    const { customerNumber } = of;
    return this.database.transaction(async (transaction) => {
      const [row] = await transaction
        .update(customers)
        .set({ address })
        .where(eq(customers.number, customerNumber))
        .returning();
      if (!row) throw new CustomerNotFound();
      await transaction.insert(addressChanges).values({ customerNumber, ...by });
      return customerOf(row);
    });
  }

  override async add({ creditLimit, ...columns }: Customer): Promise<void> {
    await this.database.drizzle
      .insert(customers)
      .values({ ...columns, creditLimitMinorUnits: creditLimit.minorUnits, currency: creditLimit.currency })
      .onConflictDoNothing();
  }
}

function rowsOf(visible: CustomerFilter): SQL | undefined {
  if ('anyone' in visible) return undefined;
  return 'region' in visible ? eq(customers.region, visible.region) : eq(customers.number, visible.customerNumber);
}

function customerOf({ creditLimitMinorUnits, currency, ...columns }: typeof customers.$inferSelect): Customer {
  return { ...columns, creditLimit: { minorUnits: creditLimitMinorUnits, currency } };
}
