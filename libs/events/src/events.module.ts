import { type DynamicModule, Module } from '@nestjs/common';
import { Outbox } from './announcing/outbox.ts';
import { OutboxBacklog } from './announcing/outbox-backlog.ts';
import { OutboxRelay } from './announcing/outbox-relay.ts';
import { OutboxRows } from './announcing/outbox-rows.ts';
import { OutboxSender } from './announcing/outbox-sender.ts';
import { OutboxWakeup } from './announcing/outbox-wakeup.ts';
import { EventProducer } from './broker/event-producer.ts';
import type { KafkaOptions } from './broker/kafka-client.ts';
import { KafkajsClient } from './broker/kafkajs-client.ts';
import { Inbox } from './consuming/inbox.ts';
import { sourceOf } from './event-source.ts';

/** Provides Outbox and Inbox to the whole service, and carries what is in the outbox to Kafka. */
@Module({})
export class EventsModule {
  static forRoot(options: KafkaOptions): DynamicModule {
    return {
      module: EventsModule,
      global: true,
      providers: [
        { provide: EventProducer, useFactory: () => new EventProducer(new KafkajsClient(options)) },
        { provide: OutboxBacklog, useFactory: () => new OutboxBacklog() },
        {
          provide: Outbox,
          inject: [OutboxBacklog],
          useFactory: (backlog: OutboxBacklog) => new Outbox(sourceOf(options.service), backlog),
        },
        OutboxRows,
        OutboxSender,
        OutboxWakeup,
        OutboxRelay,
        Inbox,
      ],
      exports: [Outbox, Inbox],
    };
  }
}
