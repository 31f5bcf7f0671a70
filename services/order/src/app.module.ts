import { EventSigningModule, EventsModule } from '@downscope/events';
import { guardsFrom, GuardsModule } from '@downscope/guards';
import { IdempotencyModule } from '@downscope/idempotency';
import { PostgresModule } from '@downscope/postgres';
import { Revocations, RevocationsModule } from '@downscope/revocations';
import { TokenExchangeModule } from '@downscope/token-exchange';
import { Module } from '@nestjs/common';
import { BillingClient } from './downstream/billing.client.ts';
import { CustomerClient } from './downstream/customer.client.ts';
import { config, events, heard, identity } from './order.config.ts';
import { migrations } from './migrations.ts';
import { CancelOrder } from './orders/cancel-order.ts';
import { InvoiceEventsHandler } from './orders/invoice-events.handler.ts';
import { ListOrders } from './orders/list-orders.ts';
import { OrdersController } from './orders/orders.controller.ts';
import { OrdersRepository } from './orders/orders.repository.ts';
import { PlaceOrder } from './orders/place-order.ts';
import { PlaceOrderOnce } from './orders/place-order-once.ts';
import { PostgresOrdersRepository } from './orders/postgres-orders.repository.ts';
import { ShowInvoice } from './orders/show-invoice.ts';
import { ShowOrder } from './orders/show-order.ts';

@Module({
  imports: [
    // Every route demands a verified token for this service alone, and states what it must allow.
    GuardsModule.forRoot({ ...guardsFrom(config, 'urn:downscope:order'), revocations: Revocations }),
    // Which tokens end before their time, as identity tells it: their descendants open nothing from then on.
    RevocationsModule.forRoot(heard),
    // Calls to other services carry a token exchanged for that service and that call.
    TokenExchangeModule.forRoot({ ...identity, revocations: Revocations }),
    PostgresModule.forRoot({ settings: config, migrations }),
    EventsModule.forRoot(events),
    // What this service announces is signed by it, so that nobody else can announce it.
    EventSigningModule,
    IdempotencyModule,
  ],
  controllers: [OrdersController, InvoiceEventsHandler],
  providers: [
    ListOrders,
    ShowOrder,
    PlaceOrder,
    PlaceOrderOnce,
    CancelOrder,
    ShowInvoice,
    CustomerClient,
    BillingClient,
    { provide: OrdersRepository, useClass: PostgresOrdersRepository },
  ],
})
export class AppModule {}
