import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { CloudEvent } from '../cloud-event.ts';
import { defineEvent, type EventOf } from '../event-type.ts';
import { OnEvent } from './on-event.ts';

const OrderPlaced = defineEvent({ type: 'order.placed', topic: 'orders', data: z.object({ total: z.number() }) });

/** Stands for a principal, as its decorator would ask for one. */
class Somebody {
  readonly #name = 'alice';

  say(): string {
    return this.#name;
  }
}

class Handlers {
  @OnEvent(OrderPlaced)
  takesTheEvent(event: EventOf<typeof OrderPlaced>): number {
    return event.data.total;
  }

  @OnEvent(OrderPlaced)
  takesNothing(): void {
    // it is enough to know that an order was placed
  }

  // @ts-expect-error -- nobody is there
  @OnEvent(OrderPlaced)
  asksWhoCalls(event: EventOf<typeof OrderPlaced>, principal: Somebody): string {
    return event.id + principal.say();
  }

  // @ts-expect-error -- nobody is there, not even now and then
  @OnEvent(OrderPlaced)
  mayAskWhoCalls(event: EventOf<typeof OrderPlaced>, principal?: Somebody): string {
    return event.id + (principal?.say() ?? '');
  }

  // @ts-expect-error -- a principal in the place of the event
  @OnEvent(OrderPlaced)
  asksNothingElse(principal: Somebody): string {
    return principal.say();
  }

  // @ts-expect-error -- another event
  @OnEvent(OrderPlaced)
  takesAnother(event: CloudEvent<{ due: string }>): string {
    return event.data.due;
  }
}

describe('OnEvent', () => {
  it('makes a method the handler of its type', () => {
    const handler = Object.getOwnPropertyDescriptor(Handlers.prototype, 'takesTheEvent')?.value as object;
    expect(Reflect.getMetadata('microservices:pattern', handler)).toEqual([OrderPlaced.type]);
  });
});
