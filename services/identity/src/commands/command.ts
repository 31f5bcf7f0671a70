import type { Database } from '@downscope/postgres';

/** What an operator does to identity by way of its database. Answers the lines to be shown. */
export type Command = (database: Database, args: readonly string[]) => Promise<readonly string[]>;

/** A command was given something that it cannot work with; the message says what. */
export class CommandRefused extends Error {
  readonly code = 'command_refused';

  constructor(message: string) {
    super(message);
    this.name = 'CommandRefused';
  }
}
