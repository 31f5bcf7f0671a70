import type { Database } from '@downscope/postgres';

/** What an operator does to identity by way of its database. Answers the lines to be shown. */
export type Command = (
  database: Database,
  args: readonly string[],
) => Promise<readonly string[] | AsyncIterable<string>>;

/** A command was given something that it cannot work with; the message says what. */
export class CommandRefused extends Error {
  readonly code = 'command_refused';

  constructor(message: string) {
    super(message);
    this.name = 'CommandRefused';
  }
}

/** A command has looked at something that is not as it should be; the message says all of it, a line each. */
export class FaultsFound extends Error {
  readonly code = 'faults_found';

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'FaultsFound';
  }
}
