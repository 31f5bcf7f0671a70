/**
 * `npm run events`: what is on its way between services, on the stack that runs here.
 *
 * Usage: node tools/src/events/main.ts tail [TOPIC] | lag | waiting | dead-letters list | dead-letters show ORIGIN | dead-letters replay ORIGIN
 */
import { operatorDoor } from '@downscope/e2e/support/operator-door.ts';
import { runningStack } from '@downscope/e2e/support/stack-file.ts';
import type { StackDescription } from '@downscope/local/stack';
import { Broker } from './broker.ts';
import { type EventsCommand, readCommand } from './command-line.ts';
import { DeadLetters } from './dead-letters.ts';
import { printLag } from './print-lag.ts';
import { printLetter, printLetters } from './print-letters.ts';
import { printWaiting, waitingIn } from './waiting.ts';
import { tail } from './tail.ts';

try {
  await run(readCommand(process.argv.slice(2)), runningStack());
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  process.exitCode = 1;
}

async function run(command: EventsCommand, stack: StackDescription): Promise<void> {
  const broker = new Broker(operatorDoor(stack));
  const letters = new DeadLetters(broker);
  switch (command.name) {
    case 'tail':
      return tail(broker, command.topic);
    case 'lag':
      printLag(await broker.lags());
      return;
    case 'waiting':
      printWaiting(await waitingIn(Object.values(stack.databases)));
      return;
    case 'dead-letters list':
      printLetters(await letters.all());
      return;
    case 'dead-letters show':
      printLetter(await letters.of(command.origin));
      return;
    case 'dead-letters replay':
      console.log(`${command.origin} stands at ${await letters.replay(command.origin)} once more`);
  }
}
