import { type DynamicModule, Module } from '@nestjs/common';
import { Database } from '@downscope/postgres';
import { AwaitedEvents } from './announcing/awaited-events.ts';
import { Outbox } from './announcing/outbox.ts';
import { OutboxBacklog } from './announcing/outbox-backlog.ts';
import { OutboxRelay } from './announcing/outbox-relay.ts';
import { OutboxRows } from './announcing/outbox-rows.ts';
import { OutboxSender } from './announcing/outbox-sender.ts';
import { ChosenClient } from './broker/chosen-client.ts';
import { EventProducer } from './broker/event-producer.ts';
import type { KafkaOptions } from './broker/kafka-client.ts';
import { Inbox } from './consuming/inbox.ts';
import { sourceOf } from './event-source.ts';

export interface EventsOptions extends KafkaOptions {
  /** How long an event may go without the effect that it must have before it is announced again. 120 by default. */
  readonly announceAgainAfterSeconds?: number;
}

/** Provides Outbox and Inbox to the whole service, and carries what is in the outbox to Kafka. */
@Module({})
export class EventsModule {
  static forRoot(options: EventsOptions): DynamicModule {
    const { announceAgainAfterSeconds = 120 } = options;
    return {
      module: EventsModule,
      global: true,
      providers: [
        { provide: EventProducer, useFactory: () => new EventProducer(new ChosenClient(options)) },
        { provide: OutboxBacklog, useFactory: () => new OutboxBacklog() },
        {
          provide: Outbox,
          inject: [OutboxBacklog],
          useFactory: (backlog: OutboxBacklog) =>
            new Outbox(sourceOf(options.service), backlog, announceAgainAfterSeconds),
        },
        {
          provide: AwaitedEvents,
          inject: [Database],
          useFactory: (database: Database) => new AwaitedEvents(database, announceAgainAfterSeconds),
        },
        OutboxRows,
        OutboxSender,
        OutboxRelay,
        Inbox,
      ],
      exports: [Outbox, Inbox],
    };
  }
}
