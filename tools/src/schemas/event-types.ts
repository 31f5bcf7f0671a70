import type { EventType } from '@downscope/events';
import * as atBilling from '@downscope/billing/src/invoices/invoice.events.ts';
import * as atOrder from '@downscope/order/src/orders/order.events.ts';

/** A type of event as one service's sources define it: whole at the producer, as much as it needs at a consumer. */
export interface Definition {
  readonly name: string;
  readonly service: string;
  readonly event: EventType;
}

const sources: Readonly<Record<string, Readonly<Record<string, EventType>>>> = { order: atOrder, billing: atBilling };

const definitions: readonly Definition[] = Object.entries(sources).flatMap(([service, events]) =>
  Object.entries(events).map(([name, event]) => ({ name, service, event })),
);

export const announced = definitions.filter(({ service, event }) => service === event.producer);
export const heard = definitions.filter(({ service, event }) => service !== event.producer);
