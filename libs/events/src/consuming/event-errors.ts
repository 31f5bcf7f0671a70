import type { ZodError } from 'zod';

/** Not JSON. What it is instead is not repeated: it may be anything. */
export class EventUnreadable extends Error {
  override readonly name = 'EventUnreadable';
  readonly code = 'event_unreadable';

  constructor() {
    super('the value is not JSON');
  }
}

/** JSON, but no event, or not one whose data is as its type says. The message names fields and what is wrong with them, no value. */
export class EventInvalid extends Error {
  override readonly name = 'EventInvalid';
  readonly code = 'event_invalid';

  /** @param within where in the event that was looked at, if not at the event itself */
  constructor(error: ZodError, ...within: string[]) {
    super(error.issues.map(({ path, code }) => `${[...within, ...path].join('.')}: ${code}`).join('; '));
  }
}
