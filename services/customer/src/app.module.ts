import { guardsFrom, GuardsModule } from '@downscope/guards';
import { PostgresModule } from '@downscope/postgres';
import { Revocations, RevocationsModule } from '@downscope/revocations';
import { Module } from '@nestjs/common';
import { config, heard } from './customer.config.ts';
import { ChangeAddress } from './customers/change-address.ts';
import { CheckCredit } from './customers/check-credit.ts';
import { CustomersController } from './customers/customers.controller.ts';
import { CustomersRepository } from './customers/customers.repository.ts';
import { PostgresCustomersRepository } from './customers/postgres-customers.repository.ts';
import { ReleaseClaims } from './customers/release-claims.ts';
import { SeedCustomers } from './customers/seed-customers.ts';
import { ShowCustomer } from './customers/show-customer.ts';
import { migrations } from './migrations.ts';

@Module({
  imports: [
    GuardsModule.forRoot({ ...guardsFrom(config, 'urn:downscope:customer'), revocations: Revocations }),
    // Which tokens end before their time, as identity tells it: their descendants open nothing from then on.
    RevocationsModule.forRoot(heard),
    PostgresModule.forRoot({ settings: config, migrations }),
  ],
  controllers: [CustomersController],
  providers: [
    ShowCustomer,
    ChangeAddress,
    CheckCredit,
    ReleaseClaims,
    SeedCustomers,
    { provide: CustomersRepository, useClass: PostgresCustomersRepository },
  ],
})
export class AppModule {}
