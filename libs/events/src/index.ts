export type { CloudEvent } from './cloud-event.ts';
export { EventConsumer } from './event-consumer.ts';
export { eventTables } from './event-tables.ts';
export { defineEvent, type EventOf, type EventType } from './event-type.ts';
export { EventsModule } from './events.module.ts';
export { Inbox } from './inbox.ts';
export type { KafkaOptions } from './kafka.ts';
export { OnEvent } from './on-event.ts';
export { Outbox } from './outbox.ts';
