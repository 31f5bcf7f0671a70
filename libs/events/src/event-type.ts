import type { z } from 'zod';
import type { CloudEvent } from './cloud-event.ts';

/** A kind of fact: its CloudEvents `type`, the topic it is announced on, whose fact it is, and what its data must look like. */
export interface EventType<Schema extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly topic: string;
  /** The one service whose events of this type count, where they are signed: then an unsigned one counts nothing. */
  readonly producer?: string;
  readonly data: Schema;
}

/** The event that a handler of this type is given. */
export type EventOf<Type extends EventType> = CloudEvent<z.infer<Type['data']>>;

export function defineEvent<Schema extends z.ZodType>(definition: EventType<Schema>): EventType<Schema> {
  return definition;
}
