/** `topic/partition/offset`, as a dead letter's header `dead-letter-origin` has it. */
const place = /^[\w.-]+\/\d+\/\d+$/;

export type EventsCommand =
  | { readonly name: 'tail'; readonly topic: string | undefined }
  | { readonly name: 'lag' | 'waiting' }
  | { readonly name: 'dead-letters list' }
  | { readonly name: 'dead-letters show' | 'dead-letters replay'; readonly origin: string };

/** The command line asks for what there is not. */
export class EventsCommandError extends Error {
  readonly code = 'events_command_invalid';
  override readonly name = 'EventsCommandError';
}

const usage =
  'tail [TOPIC] | lag | waiting | dead-letters list | dead-letters show ORIGIN | dead-letters replay ORIGIN';

/** @throws EventsCommandError naming what is wrong */
export function readCommand(args: readonly string[]): EventsCommand {
  const [name, ...rest] = args;
  if (name === 'tail' && rest.length <= 1) return { name, topic: rest[0] };
  if ((name === 'lag' || name === 'waiting') && rest.length === 0) return { name };
  if (name === 'dead-letters') return readDeadLetters(rest);
  throw new EventsCommandError(`what about events? ${usage}`);
}

function readDeadLetters([name, origin, ...rest]: readonly string[]): EventsCommand {
  if (name === 'list' && origin === undefined) return { name: 'dead-letters list' };
  if ((name !== 'show' && name !== 'replay') || rest.length > 0) {
    throw new EventsCommandError('what about dead letters? list | show ORIGIN | replay ORIGIN');
  }
  if (origin === undefined || !place.test(origin)) {
    throw new EventsCommandError('ORIGIN: topic/partition/offset, as `dead-letters list` shows it');
  }
  return { name: `dead-letters ${name}`, origin };
}
