import { EventSigningModule, EventsModule } from '@downscope/events';
import { guardsFrom, GuardsModule } from '@downscope/guards';
import { PostgresModule } from '@downscope/postgres';
import { Revocations, RevocationsModule } from '@downscope/revocations';
import { TokenExchangeModule } from '@downscope/token-exchange';
import { Module } from '@nestjs/common';
import { config, events, heard, identity } from './billing.config.ts';
import { CustomerClient } from './downstream/customer.client.ts';
import { InvoiceAnnouncements } from './invoices/invoice-announcements.ts';
import { InvoicesController } from './invoices/invoices.controller.ts';
import { InvoicesRepository } from './invoices/invoices.repository.ts';
import { IssueInvoice } from './invoices/issue-invoice.ts';
import { ListInvoices } from './invoices/list-invoices.ts';
import { OrderEventsHandler } from './invoices/order-events.handler.ts';
import { PayInvoice } from './invoices/pay-invoice.ts';
import { PostgresInvoicesRepository } from './invoices/postgres-invoices.repository.ts';
import { ShowInvoice } from './invoices/show-invoice.ts';
import { migrations } from './migrations.ts';

@Module({
  imports: [
    GuardsModule.forRoot({ ...guardsFrom(config, 'urn:downscope:billing'), revocations: Revocations }),
    // Which tokens end before their time, as identity tells it: their descendants open nothing from then on.
    RevocationsModule.forRoot(heard),
    TokenExchangeModule.forRoot({ ...identity, revocations: Revocations }),
    PostgresModule.forRoot({ settings: config, migrations }),
    EventsModule.forRoot(events),
    // What this service announces is signed by it, so that nobody else can announce it.
    EventSigningModule,
  ],
  controllers: [InvoicesController, OrderEventsHandler],
  providers: [
    ListInvoices,
    ShowInvoice,
    IssueInvoice,
    PayInvoice,
    InvoiceAnnouncements,
    CustomerClient,
    { provide: InvoicesRepository, useClass: PostgresInvoicesRepository },
  ],
})
export class AppModule {}
