import { type DynamicModule, Module } from '@nestjs/common';
import { EVENT_SOURCE } from './event-source.ts';
import { EventProducer } from './event-producer.ts';
import { Inbox } from './inbox.ts';
import { KAFKA, kafkaClient, type KafkaOptions } from './kafka.ts';
import { Outbox } from './outbox.ts';
import { OutboxRelay } from './outbox-relay.ts';

/** Provides Outbox and Inbox to the whole service, and carries what is in the outbox to Kafka. */
@Module({})
export class EventsModule {
  static forRoot(options: KafkaOptions): DynamicModule {
    return {
      module: EventsModule,
      global: true,
      providers: [
        { provide: EVENT_SOURCE, useValue: options.service },
        { provide: KAFKA, useValue: kafkaClient(options) },
        EventProducer,
        OutboxRelay,
        Outbox,
        Inbox,
      ],
      exports: [Outbox, Inbox],
    };
  }
}
