import { ConfigurationError } from '@downscope/service';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { config } from '../customer.config.ts';
import { customer } from './customer.ts';
import { CustomersRepository } from './customers.repository.ts';

const customersFile = z.strictObject({ customers: z.array(customer) });

/** Gives a system that people try out its first customers. */
@Injectable()
export class SeedCustomers implements OnModuleInit {
  constructor(private readonly customers: CustomersRepository) {}

  async onModuleInit(): Promise<void> {
    const { CUSTOMERS_FILE: file, ENVIRONMENT: environment } = config;
    if (file === undefined) return;
    if (environment === 'production')
      throw new ConfigurationError([{ path: ['CUSTOMERS_FILE'], message: 'is not for production' }]);
    for (const seed of customersFile.parse(parse(await readFile(file, 'utf8'))).customers)
      await this.customers.add(seed);
  }
}
