import { Database } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { and, eq, type SQL } from 'drizzle-orm';
import { CustomerNotFound } from './customer.errors.ts';
import type { CustomerFilter } from './customer.policy.ts';
import type { Customer } from './customer.ts';
import { CustomersRepository } from './customers.repository.ts';
import { customers } from './customers.table.ts';

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
    const { creditLimitMinorUnits, currency, ...columns } = row;
    return { ...columns, creditLimit: { minorUnits: creditLimitMinorUnits, currency } };
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
